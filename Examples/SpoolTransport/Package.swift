// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "spool-transport",
    products: [.library(name: "SpoolTransport", targets: ["SpoolTransport"])],
    dependencies: [
        // The name matters where the folder is called otherwise; no trait, so no C library.
        .package(name: "my-docker-network", path: "../..", traits: [])
    ],
    targets: [
        .target(
            name: "SpoolTransport",
            dependencies: [.product(name: "DockerNetwork", package: "my-docker-network")]
        ),
        .testTarget(
            name: "SpoolTransportTests",
            dependencies: [
                "SpoolTransport",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkConformance", package: "my-docker-network"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

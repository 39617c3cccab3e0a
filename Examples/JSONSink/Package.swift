// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "json-sink",
    products: [.library(name: "JSONSink", targets: ["JSONSink"])],
    dependencies: [
        // The name matters where the folder is called otherwise; no trait, so no C library.
        .package(name: "my-docker-network", path: "../..", traits: [])
    ],
    targets: [
        .target(
            name: "JSONSink",
            dependencies: [.product(name: "DockerNetwork", package: "my-docker-network")]
        ),
        .testTarget(
            name: "JSONSinkTests",
            dependencies: [
                "JSONSink",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkConformance", package: "my-docker-network"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "embedded-name-server",
    dependencies: [
        // The name matters where the folder is called otherwise; no trait, so no C library.
        .package(name: "my-docker-network", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "EmbeddedNameServer",
            dependencies: [
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkNameServer", package: "my-docker-network"),
                .product(name: "DockerNetworkUnixSocket", package: "my-docker-network"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)

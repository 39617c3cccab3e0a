// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "registered-web-server",
    dependencies: [
        // The name matters where the folder is called otherwise; no trait, so no C library.
        .package(name: "my-docker-network", path: "../..", traits: []),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.25.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        .target(
            name: "RegisteredServer",
            dependencies: [
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "RegisteredWebServer",
            dependencies: [
                "RegisteredServer",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkDnsmasq", package: "my-docker-network"),
                .product(name: "DockerNetworkInMemory", package: "my-docker-network"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "RegisteredServerTests",
            dependencies: [
                "RegisteredServer",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkInMemory", package: "my-docker-network"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

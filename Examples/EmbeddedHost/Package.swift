// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "embedded-host",
    dependencies: [
        // The name matters where the folder is called otherwise; librabbitmq and no other C library.
        .package(name: "my-docker-network", path: "../..", traits: ["RabbitMQ"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "EmbeddedHost",
            dependencies: [
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkDnsmasq", package: "my-docker-network"),
                .product(name: "DockerNetworkRabbitMQ", package: "my-docker-network"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)

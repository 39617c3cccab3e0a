// swift-tools-version: 6.2
import PackageDescription

// Apart from the package itself, so that who embeds it builds none of this.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "my-docker-network", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
    ],
    targets: [
        // What is compared with: the least that feeds a dnsmasq.
        .target(name: "CRawWriter"),
        .executableTarget(
            name: "SinkBenchmark",
            dependencies: [
                "CRawWriter",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkDnsmasq", package: "my-docker-network"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // AMQP beside the management API, against a real broker.
        .executableTarget(
            name: "TransportsBenchmark",
            dependencies: [
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkRabbitMQ", package: "my-docker-network"),
                .product(name: "DockerNetworkRabbitMQManagement", package: "my-docker-network"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}

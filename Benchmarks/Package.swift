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
        // What every benchmark needs: rows with their goals, and the programs that run beside them.
        .target(name: "Measuring"),
        // The private broker that `Scripts/benchmark` starts.
        .target(
            name: "BenchmarkLab",
            dependencies: [
                "Measuring",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkRabbitMQ", package: "my-docker-network"),
                .product(name: "DockerNetworkRabbitMQManagement", package: "my-docker-network"),
            ]
        ),
        // What is compared with: the least that feeds a dnsmasq.
        .target(name: "CRawWriter"),
        // Stands in malloc's place, and counts.
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "SinkBenchmark",
            dependencies: [
                "CRawWriter", "Measuring",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkDnsmasq", package: "my-docker-network"),
                .product(name: "DockerNetworkSystemHosts", package: "my-docker-network"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // AMQP beside the management API, against a real broker.
        .executableTarget(
            name: "TransportsBenchmark",
            dependencies: [
                "BenchmarkLab", "Measuring",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // The two programs as they are shipped, beside what they are compared with.
        .executableTarget(
            name: "ProgramBenchmark",
            dependencies: [
                "BenchmarkLab", "Measuring",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // Single operations, in time and in allocations. Without a C library of any transport.
        .executableTarget(
            name: "MicroBenchmark",
            dependencies: [
                "CAllocationCount", "Measuring",
                .product(name: "DockerNetwork", package: "my-docker-network"),
                .product(name: "DockerNetworkHostsFile", package: "my-docker-network"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// As in the package itself: only our own gate makes warnings errors.
let strict: [SwiftSetting] =
    Context.environment["MY_DOCKER_NETWORK_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets {
    target.swiftSettings =
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ] + strict
}

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "my-docker-network",
    products: [
        .library(name: "DockerNetwork", targets: ["DockerNetwork"]),
        .library(name: "DockerNetworkRabbitMQ", targets: ["DockerNetworkRabbitMQ"]),
        .library(
            name: "DockerNetworkRabbitMQManagement", targets: ["DockerNetworkRabbitMQManagement"]),
        .library(name: "DockerNetworkUnixSocket", targets: ["DockerNetworkUnixSocket"]),
        .library(name: "DockerNetworkDocker", targets: ["DockerNetworkDocker"]),
        .library(name: "DockerNetworkInMemory", targets: ["DockerNetworkInMemory"]),
        .library(name: "DockerNetworkHostsFile", targets: ["DockerNetworkHostsFile"]),
        .library(name: "DockerNetworkDnsmasq", targets: ["DockerNetworkDnsmasq"]),
        .library(name: "DockerNetworkSystemHosts", targets: ["DockerNetworkSystemHosts"]),
        .library(name: "DockerNetworkNameServer", targets: ["DockerNetworkNameServer"]),
        .library(name: "DockerNetworkConformance", targets: ["DockerNetworkConformance"]),
        .executable(name: "my-docker-network", targets: ["my-docker-network"]),
        .executable(name: "my-docker-network-emit", targets: ["my-docker-network-emit"]),
    ],
    traits: [
        .trait(name: "RabbitMQ", description: "The RabbitMQ transport; needs librabbitmq"),
        .trait(
            name: "RabbitMQManagement",
            description: "The transport over RabbitMQ's management API; needs libcurl"),
        .trait(
            name: "Docker",
            description: "Names for containers that know nothing of us; needs libcurl"),
        .trait(
            name: "Admin",
            description: "The host service's status, names, changes and metrics over HTTP"),
        .default(enabledTraits: ["RabbitMQ", "RabbitMQManagement", "Docker", "Admin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        // The core: what an embedder imports. No C library, no Foundation, no I/O.
        .target(
            name: "DockerNetwork",
            dependencies: [
                .product(name: "HashTreeCollections", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Core"
        ),

        // POSIX, written once: descriptors, directories, processes.
        .systemLibrary(name: "CDockerNetworkSystem", path: "Sources/System/CDockerNetworkSystem"),
        .target(
            name: "DockerNetworkSystem",
            dependencies: ["CDockerNetworkSystem"],
            path: "Sources/System",
            exclude: ["CDockerNetworkSystem"]
        ),

        // What transports share: threads for C libraries that block; the words of a broker.
        .target(
            name: "DockerNetworkConnection",
            dependencies: ["CDockerNetworkSystem", "DockerNetwork", "DockerNetworkSystem"],
            path: "Sources/Transports/Connection"
        ),
        .target(
            name: "DockerNetworkBroker",
            dependencies: ["DockerNetwork"],
            path: "Sources/Transports/Broker"
        ),

        // Transports: each imports the core and at most one C library.
        .systemLibrary(
            name: "CRabbitMQ",
            path: "Sources/Transports/CRabbitMQ",
            pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"])]
        ),
        .target(
            name: "DockerNetworkRabbitMQ",
            dependencies: [
                "DockerNetwork", "DockerNetworkBroker", "DockerNetworkConnection",
                "DockerNetworkSystem",
                .target(name: "CRabbitMQ", condition: .when(traits: ["RabbitMQ"])),
            ],
            path: "Sources/Transports/RabbitMQ"
        ),
        // Needs the headers of libcurl4-openssl-dev, and loads the library where a URL needs it.
        .target(
            name: "CCurl",
            path: "Sources/Transports/CCurl",
            cSettings: [
                .define("MY_DOCKER_NETWORK_CURL", .when(traits: ["RabbitMQManagement", "Docker"]))
            ],
            linkerSettings: [.linkedLibrary("dl")]
        ),
        .target(
            name: "DockerNetworkHTTP",
            dependencies: [
                "DockerNetwork", "DockerNetworkBroker", "DockerNetworkConnection",
                .target(name: "CCurl", condition: .when(traits: ["RabbitMQManagement", "Docker"])),
            ],
            path: "Sources/Transports/HTTP"
        ),
        .target(
            name: "DockerNetworkRabbitMQManagement",
            dependencies: [
                "DockerNetwork", "DockerNetworkBroker", "DockerNetworkConnection",
                "DockerNetworkHTTP",
            ],
            path: "Sources/Transports/RabbitMQManagement"
        ),
        .target(
            name: "DockerNetworkDocker",
            dependencies: [
                "DockerNetwork", "DockerNetworkBroker", "DockerNetworkConnection",
                "DockerNetworkHTTP",
            ],
            path: "Sources/Transports/Docker"
        ),
        .target(
            name: "DockerNetworkUnixSocket",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkBroker",
                "DockerNetworkConnection",
                "DockerNetworkSystem",
            ],
            path: "Sources/Transports/UnixSocket"
        ),
        .target(
            name: "DockerNetworkInMemory",
            dependencies: [
                "DockerNetwork",
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            path: "Sources/Transports/InMemory"
        ),

        // Sinks.
        .target(
            name: "DockerNetworkHostsFile",
            dependencies: ["CDockerNetworkSystem", "DockerNetwork", "DockerNetworkSystem"],
            path: "Sources/Sinks/HostsFile"
        ),
        // Messages of the domain name system, read and written in place.
        .target(
            name: "DockerNetworkDNS", dependencies: ["DockerNetwork"], path: "Sources/Sinks/DNS"),
        .target(
            name: "DockerNetworkDnsmasq",
            dependencies: [
                "DockerNetwork", "DockerNetworkDNS", "DockerNetworkHostsFile",
                "DockerNetworkSystem",
            ],
            path: "Sources/Sinks/Dnsmasq"
        ),
        .target(
            name: "DockerNetworkNameServer",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkDNS",
                "DockerNetworkHostsFile", "DockerNetworkSystem",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            path: "Sources/Sinks/NameServer"
        ),
        .target(
            name: "DockerNetworkSystemHosts",
            dependencies: ["DockerNetwork", "DockerNetworkHostsFile", "DockerNetworkSystem"],
            path: "Sources/Sinks/SystemHosts"
        ),

        // Tools: the only place where several adapters meet.
        // What both programs need: how they end, print, log and start others.
        .target(
            name: "DockerNetworkProgram",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkSystem",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Tools/Program"
        ),
        // The interface of 2014: its configuration file and its pid file.
        .target(
            name: "DockerNetworkLegacy",
            dependencies: ["DockerNetworkProgram", "DockerNetworkSystem"],
            path: "Sources/Tools/Legacy"
        ),
        // What a program is told: TOML, environment and flags as validated values. It knows no adapter.
        .target(
            name: "DockerNetworkConfiguration",
            dependencies: [
                "DockerNetwork", "DockerNetworkLegacy", "DockerNetworkProgram",
                "DockerNetworkSystem",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Tools/Configuration"
        ),
        // The only places that name every adapter. The emitter links the transports alone.
        .target(
            name: "DockerNetworkTransportComposition",
            dependencies: [
                "DockerNetwork", "DockerNetworkConfiguration", "DockerNetworkDocker",
                "DockerNetworkProgram", "DockerNetworkRabbitMQ",
                "DockerNetworkRabbitMQManagement", "DockerNetworkSystem",
                "DockerNetworkUnixSocket",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Tools/Composition/Transports"
        ),
        .target(
            name: "DockerNetworkSinkComposition",
            dependencies: [
                "DockerNetwork", "DockerNetworkConfiguration", "DockerNetworkDnsmasq",
                "DockerNetworkNameServer", "DockerNetworkProgram", "DockerNetworkSystem",
                "DockerNetworkSystemHosts", "DockerNetworkTransportComposition",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Tools/Composition/Sinks"
        ),
        // What other programs of the machine have to be told, so that names resolve.
        .target(
            name: "DockerNetworkSnippets",
            dependencies: [
                "DockerNetwork", "DockerNetworkConfiguration", "DockerNetworkDnsmasq",
                "DockerNetworkNameServer", "DockerNetworkProgram", "DockerNetworkSinkComposition",
            ],
            path: "Sources/Tools/Snippets"
        ),
        // What a running host service tells of itself, over HTTP.
        .target(
            name: "DockerNetworkAdmin",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkConfiguration",
                "DockerNetworkDNS", "DockerNetworkDnsmasq", "DockerNetworkNameServer",
                "DockerNetworkProgram", "DockerNetworkSinkComposition", "DockerNetworkSystem",
                "DockerNetworkTransportComposition",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Tools/Admin"
        ),
        // What makes a machine ready, and takes it back.
        .target(
            name: "DockerNetworkSetup",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkConfiguration",
                "DockerNetworkDnsmasq", "DockerNetworkNameServer", "DockerNetworkProgram",
                "DockerNetworkSinkComposition", "DockerNetworkSnippets", "DockerNetworkSystem",
            ],
            path: "Sources/Tools/Setup"
        ),
        .executableTarget(
            name: "my-docker-network",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkConfiguration",
                "DockerNetworkLegacy", "DockerNetworkProgram", "DockerNetworkSetup",
                "DockerNetworkSinkComposition",
                "DockerNetworkSnippets", "DockerNetworkSystem", "DockerNetworkTransportComposition",
                .target(name: "DockerNetworkAdmin", condition: .when(traits: ["Admin"])),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Tools/my-docker-network"
        ),
        .executableTarget(
            name: "my-docker-network-emit",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetwork", "DockerNetworkConfiguration",
                "DockerNetworkDocker", "DockerNetworkProgram", "DockerNetworkSystem",
                "DockerNetworkTransportComposition",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Tools/my-docker-network-emit"
        ),

        // Conformance suites: what every adapter of a protocol must pass.
        .target(
            name: "DockerNetworkConformance",
            dependencies: [
                "DockerNetwork", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Conformance"
        ),

        // Tests, laid out as the sources are, and what several of them need.
        .target(name: "TestSupport", path: "Tests/Support"),
        .testTarget(
            name: "CoreTests",
            dependencies: [
                "DockerNetwork", "DockerNetworkInMemory", "DockerNetworkConformance",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/Core"
        ),
        .testTarget(
            name: "TransportsTests",
            dependencies: [
                "DockerNetworkBroker", "DockerNetworkConnection", "DockerNetworkRabbitMQ",
                "DockerNetworkRabbitMQManagement", "DockerNetworkUnixSocket", "DockerNetworkDocker",
                "DockerNetworkHTTP", "DockerNetworkInMemory", "DockerNetworkConformance",
                "CDockerNetworkSystem",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Transports"
        ),
        .testTarget(
            name: "SinksTests",
            dependencies: [
                "CDockerNetworkSystem", "DockerNetworkDNS", "DockerNetworkHostsFile",
                "DockerNetworkDnsmasq",
                "DockerNetworkNameServer", "DockerNetworkSystem", "DockerNetworkSystemHosts",
                "DockerNetworkConformance", "TestSupport",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            path: "Tests/Sinks"
        ),
        .testTarget(
            name: "ToolsTests",
            dependencies: [
                "DockerNetwork", "DockerNetworkConfiguration", "DockerNetworkDnsmasq",
                "DockerNetworkLegacy", "DockerNetworkNameServer", "DockerNetworkProgram",
                "DockerNetworkSetup", "DockerNetworkSinkComposition", "DockerNetworkSnippets",
                "DockerNetworkSystem",
                "DockerNetworkTransportComposition", "TestSupport",
                "my-docker-network", "my-docker-network-emit",
                .target(name: "DockerNetworkAdmin", condition: .when(traits: ["Admin"])),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Tools"
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["TestSupport"],
            path: "Tests/EndToEnd",
            exclude: ["Python"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
// Only our own gate makes warnings errors: an embedder's newer compiler must not break on one.
let strict: [SwiftSetting] =
    Context.environment["MY_DOCKER_NETWORK_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings + strict
}

// A daemon that embeds the host service; ../../README.md says how to run it.
import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkRabbitMQ
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

let environment = ProcessInfo.processInfo.environment
let logger = Logger(label: "my-daemon")
let transport = RabbitMQTransport(
    RabbitMQConfiguration(
        host: "127.0.0.1", port: environment["BROKER_PORT"].flatMap { UInt16($0) }, user: "host",
        password: { environment["BROKER_PASSWORD"] ?? "" }, virtualHost: "my-docker-network"))
let sink = try DnsmasqSink(mode: .directory(path: environment["HOSTS_DIRECTORY"] ?? "hosts.d"))
let service = HostService(
    HostConfiguration(hostName: "my-daemon"), transports: [transport], sinks: [SinkBinding(sink)],
    logger: logger)
try await ServiceGroup(
    services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
).run()

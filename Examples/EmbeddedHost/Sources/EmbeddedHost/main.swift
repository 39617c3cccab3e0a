// A daemon that embeds the host service; ../../README.md says how to run it.
import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkRabbitMQ
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

let logger = Logger(label: "my-daemon")
let environment = ProcessInfo.processInfo.environment
let form = "amqp://host@127.0.0.1:5672/my-docker-network"
guard let url = URL(string: environment["BROKER_URL"] ?? form), let broker = url.host(),
    let user = url.user(percentEncoded: false), url.scheme == "amqp"
else {
    logger.critical("BROKER_URL must be as \(form)")
    exit(78)
}
let transport = RabbitMQTransport(
    RabbitMQConfiguration(
        host: broker, port: url.port.flatMap { UInt16(exactly: $0) }, user: user,
        password: { environment["BROKER_PASSWORD"] ?? "" },
        virtualHost: String(url.path(percentEncoded: false).dropFirst())))
let sink = try DnsmasqSink(mode: .directory(path: environment["HOSTS_DIRECTORY"] ?? "hosts.d"))
let service = HostService(
    HostConfiguration(hostName: "my-daemon"), transports: [transport], sinks: [SinkBinding(sink)],
    logger: logger)
try await ServiceGroup(
    services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
).run()

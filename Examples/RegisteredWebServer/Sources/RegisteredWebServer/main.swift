// swift run RegisteredWebServer NAME ADDRESS [PORT]
//
// The host service runs in the same process, so that no broker is needed, and keeps the folder
// hosts.d. Elsewhere it is a process of its own, and `transport` a RabbitMQTransport.
import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkInMemory
import Foundation
import Logging
import RegisteredServer
import ServiceLifecycle
import UnixSignals

let arguments = CommandLine.arguments.dropFirst()
guard (2...3).contains(arguments.count), let address = IPAddress(arguments[2]),
    let port = Int(arguments.count == 3 ? arguments[3] : "8080"), let lease = Lease(seconds: 30)
else {
    print("usage: RegisteredWebServer NAME ADDRESS [PORT]")
    exit(64)
}

let logger = Logger(label: "web-server")
let transport = InMemoryTransport(InMemoryNetwork())
let host = HostService(
    HostConfiguration(hostName: "web-server"), transports: [transport],
    sinks: [SinkBinding(try DnsmasqSink(mode: .directory(path: "hosts.d")))], logger: logger)
let server = RegisteredServer(
    try Registration(hostname: Hostname(arguments[1], in: .docker), address: address),
    lease: lease, transport: transport, address: .hostname("127.0.0.1", port: port), logger: logger)
try await ServiceGroup(
    services: [host, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
).run()

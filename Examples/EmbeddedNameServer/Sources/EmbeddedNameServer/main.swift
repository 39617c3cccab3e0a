// A daemon that gives names to containers by itself; ../../README.md says how to run it.
import DockerNetwork
import DockerNetworkNameServer
import DockerNetworkUnixSocket
import Logging
import ServiceLifecycle
import UnixSignals

let logger = Logger(label: "my-daemon")
let folder = CommandLine.arguments.dropFirst().first ?? "/run/my-daemon"
let transport = UnixSocketTransport(UnixSocketConfiguration(path: "\(folder)/announce.sock"))
let places = CommandLine.arguments.dropFirst(2).compactMap { ListenPlace($0) }
let sink = try NameServerSink(path: "\(folder)/names.d", listen: places) { logger.info("\($0)") }
let service = HostService(
    HostConfiguration(hostName: "my-daemon"), transports: [transport], sinks: [SinkBinding(sink)],
    logger: logger)
try await ServiceGroup(
    services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
).run()

import DockerNetwork
import DockerNetworkRabbitMQ
import DockerNetworkRabbitMQManagement
import Glibc

/// The private broker, as `Scripts/lab` tells it by environment variables.
struct BenchmarkBroker: Sendable {
    private static let virtualHost = "my-docker-network"
    private let folder: String
    private let port: UInt16
    private let managementPort: UInt16

    /// Reads the environment.
    ///
    /// - Throws: `BenchmarkError` where there is no lab.
    init() throws {
        guard let folder = Self.variable("LAB_DIRECTORY"),
            let port = Self.variable("LAB_AMQP_PORT").flatMap({ UInt16($0) }),
            let managementPort = Self.variable("LAB_MANAGEMENT_PORT").flatMap({ UInt16($0) })
        else { throw BenchmarkError("no lab: start it by Scripts/benchmark-transports") }
        self.folder = folder
        self.port = port
        self.managementPort = managementPort
    }

    /// AMQP as one of the users.
    func amqp(_ user: String) -> any Transport {
        let file = "\(folder)/\(user).password"
        return RabbitMQTransport(
            RabbitMQConfiguration(
                host: "127.0.0.1", port: port, user: user,
                password: { () throws(TransportError) in try Self.password(file) },
                virtualHost: Self.virtualHost))
    }

    /// The management API as one of the users, with the polling intervals that are the default.
    func http(_ user: String) -> any Transport {
        let file = "\(folder)/\(user).password"
        return RabbitMQManagementTransport(
            RabbitMQManagementConfiguration(
                host: "127.0.0.1", port: managementPort, user: user,
                password: { () throws(TransportError) in try Self.password(file) },
                virtualHost: Self.virtualHost))
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static func password(_ file: String) throws(TransportError) -> String {
        guard let stream = fopen(file, "re") else {
            throw TransportError(.configuration, "cannot read \(file)")
        }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

package import DockerNetwork
import DockerNetworkRabbitMQ
import DockerNetworkRabbitMQManagement
import Glibc
import Measuring

/// The private broker, as `Scripts/benchmark` tells of it by environment variables.
package struct BenchmarkBroker: Sendable {
    /// The virtual host of the programs themselves.
    package static let virtualHost = "my-docker-network"

    private let folder: String
    private let port: UInt16
    private let managementPort: UInt16

    /// Reads the environment.
    ///
    /// - Throws: `BenchmarkError` where there is no lab.
    package init() throws {
        guard let folder = Self.variable("LAB_DIRECTORY"),
            let port = Self.variable("LAB_AMQP_PORT").flatMap({ UInt16($0) }),
            let managementPort = Self.variable("LAB_MANAGEMENT_PORT").flatMap({ UInt16($0) })
        else { throw BenchmarkError("no lab: start it by Scripts/benchmark") }
        self.folder = folder
        self.port = port
        self.managementPort = managementPort
    }

    /// AMQP as one of the users.
    ///
    /// - Parameters:
    ///   - user: One of the broker's users.
    ///   - virtualHost: Where; default: that of the programs.
    /// - Returns: How to connect.
    package func amqp(
        _ user: String, virtualHost: String = Self.virtualHost
    ) -> any Transport {
        let file = passwordFile(of: user)
        return RabbitMQTransport(
            RabbitMQConfiguration(
                host: "127.0.0.1", port: port, user: user,
                password: { () throws(TransportError) in try Self.password(file) },
                virtualHost: virtualHost))
    }

    /// The management API as one of the users, with the polling intervals that are the default.
    package func http(_ user: String) -> any Transport {
        let file = passwordFile(of: user)
        return RabbitMQManagementTransport(
            RabbitMQManagementConfiguration(
                host: "127.0.0.1", port: managementPort, user: user,
                password: { () throws(TransportError) in try Self.password(file) },
                virtualHost: Self.virtualHost))
    }

    /// The port of AMQP on the loopback, for programs that are told it.
    package var amqpPort: UInt16 { port }

    /// The file with a user's password.
    package func passwordFile(of user: String) -> String { "\(folder)/\(user).password" }

    /// A user's password.
    ///
    /// - Returns: The password.
    /// - Throws: `TransportError` where its file cannot be read.
    package func password(of user: String) throws(TransportError) -> String {
        try Self.password(passwordFile(of: user))
    }

    /// A URL with a user, without the password.
    package func url(_ user: String, virtualHost: String = Self.virtualHost) -> String {
        "amqp://\(user)@127.0.0.1:\(port)/\(virtualHost)"
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

#if RabbitMQ
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import Foundation
    import TestSupport

    /// One virtual host, for one test.
    struct LabVirtualHost: Sendable {
        let lab: BrokerLab
        let name: String

        /// The name as it stands in the management API's paths.
        var path: String { Self.escaped(name) }
        var hostUser: String { "host-\(path.filter { $0 != "%" })" }
        var emitterUser: String { "emitter-\(path.filter { $0 != "%" })" }
        private var otherUser: String { "other-\(path.filter { $0 != "%" })" }

        /// A name as it stands in the management API's paths.
        static func escaped(_ name: String) -> String {
            let plain = CharacterSet(
                charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
            return name.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
        }

        /// Every user of a test has it; the broker is reachable from this machine alone.
        static let password = "pa ss:word@ü"

        func addUser(
            _ user: String, configure: String, write: String, read: String, tags: String = ""
        ) async throws {
            let credentials = #"{"password":"\#(Self.password)","tags":"\#(tags)"}"#
            try await lab.request("PUT", "users/\(user)", body: credentials)
            let permissions =
                #"{"configure":"\#(configure)","write":"\#(write)","read":"\#(read)"}"#
            try await lab.request("PUT", "permissions/\(path)/\(user)", body: permissions)
        }

        func remove() async {
            _ = try? await lab.request("DELETE", "vhosts/\(path)")
            _ = try? await lab.request("DELETE", "users/\(hostUser)")
            _ = try? await lab.request("DELETE", "users/\(emitterUser)")
            _ = try? await lab.request("DELETE", "users/\(otherUser)", mayFail: true)
        }

        func configuration(_ user: String) -> RabbitMQConfiguration {
            RabbitMQConfiguration(
                host: "127.0.0.1", port: lab.port, user: user,
                password: { () throws(TransportError) in Self.password }, virtualHost: name)
        }

        /// A transport as the host's user.
        func host(_ queue: RabbitMQConfiguration.QueueKind = .durable) -> RabbitMQTransport {
            var configuration = configuration(hostUser)
            configuration.queue = queue
            return RabbitMQTransport(configuration)
        }

        /// A transport as the emitter's user.
        var emitter: RabbitMQTransport { RabbitMQTransport(configuration(emitterUser)) }

        /// Adds another user that may only publish, and returns a transport as that one.
        func addOtherEmitter() async throws -> RabbitMQTransport {
            try await addUser(
                otherUser, configure: "^$", write: "^my-docker-network$", read: "^$")
            return RabbitMQTransport(configuration(otherUser))
        }

        /// Publishes a body as it is, by way of the management API.
        func inject(_ body: [UInt8], headers: String = "{}", properties: String = "") async throws {
            let payload = Data(body).base64EncodedString()
            let message = """
                {"properties":{"headers":\(headers)\(properties)},"routing_key":"",\
                "payload":"\(payload)","payload_encoding":"base64"}
                """
            // A body of 300,000 bytes is too long for an argument.
            let file = FileManager.default.temporaryDirectory.appending(path: "inject-\(UUID())")
            try Data(message.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            try await lab.request(
                "POST", "exchanges/\(path)/my-docker-network/publish", body: "@\(file.path)")
        }

        /// Gives the administrator the run of the virtual host, which publishing over HTTP takes.
        func admitAdministrator() async throws {
            let all = #"{"configure":".*","write":".*","read":".*"}"#
            try await lab.request("PUT", "permissions/\(path)/\(lab.administrator)", body: all)
        }
    }
#endif

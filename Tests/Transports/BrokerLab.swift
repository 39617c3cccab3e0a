#if RabbitMQ
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import Foundation
    import TestSupport

    /// A real broker, as the environment names it; `Scripts/lab start DIR` prints what to export.
    struct BrokerLab: Sendable {
        let port: UInt16
        let managementPort: UInt16
        let administrator: String
        let administratorPasswordFile: String
        /// A Python that has pika, where there is one.
        let python: String?

        /// The broker, or nil where there is none to test against.
        static let current: BrokerLab? = {
            let environment = ProcessInfo.processInfo.environment
            guard let port = environment["LAB_AMQP_PORT"].flatMap(UInt16.init),
                let managementPort = environment["LAB_MANAGEMENT_PORT"].flatMap(UInt16.init),
                let administrator = environment["LAB_ADMIN_USER"],
                let file = environment["LAB_ADMIN_PASSWORD_FILE"]
            else { return nil }
            return BrokerLab(
                port: port, managementPort: managementPort, administrator: administrator,
                administratorPasswordFile: file, python: environment["LAB_PYTHON"])
        }()

        static var isThere: Bool { current != nil }

        var administratorPassword: String {
            get throws {
                try String(contentsOfFile: administratorPasswordFile, encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }

        /// Asks the management API; the password goes to curl's standard input.
        @discardableResult
        func request(
            _ method: String, _ path: String, body: String? = nil, mayFail: Bool = false
        ) async throws -> String {
            var arguments = [
                "--silent", "--show-error", "--max-time", "20", "--config", "-", "--request",
                method,
                "--header", "content-type: application/json", mayFail ? "--no-fail" : "--fail",
                "http://127.0.0.1:\(managementPort)/api/\(path)",
            ]
            if let body { arguments += ["--data-binary", body] }
            let secret = try "user = \"\(administrator):\(administratorPassword)\"\n"
            return try await Command.runBeside("curl", arguments, input: secret)
        }

        /// Runs `test` in a virtual host of its own, and removes that whatever comes.
        func inVirtualHost(
            _ prefix: String = "test", tags: String = "",
            _ test: (LabVirtualHost) async throws -> Void
        ) async throws {
            let virtualHost = try await makeVirtualHost(prefix, tags: tags)
            do {
                try await test(virtualHost)
            } catch {
                await virtualHost.remove()
                throw error
            }
            await virtualHost.remove()
        }

        /// A virtual host of its own with the users `host` and `emitter` and the permissions that the
        /// documentation gives them.
        ///
        /// - Parameters:
        ///   - prefix: What the virtual host's name begins with.
        ///   - tags: The users' tags; the management API wants `management`.
        /// - Returns: The virtual host.
        /// - Throws: Where the broker refuses it.
        func makeVirtualHost(
            _ prefix: String = "test", tags: String = ""
        ) async throws -> LabVirtualHost {
            let name = "\(prefix)-\(String(UInt64.random(in: .min ... .max), radix: 36))"
            let virtualHost = LabVirtualHost(lab: self, name: name)
            try await request("PUT", "vhosts/\(virtualHost.path)")
            try await virtualHost.addUser(
                virtualHost.hostUser, configure: #"^my-docker-network(\\.resync|\\.host\\..*)?$"#,
                write: #"^(my-docker-network(\\.resync|\\.host\\..*)?|amq\\.default)$"#,
                read: #"^my-docker-network(\\.host\\..*)?$"#, tags: tags)
            try await virtualHost.addUser(
                virtualHost.emitterUser, configure: #"^my-docker-network\\.emit\\."#,
                write: #"^my-docker-network(\\.emit\\..*)?$"#,
                read: #"^my-docker-network\\.(resync|emit\\..*)$"#, tags: tags)
            return virtualHost
        }
    }
#endif

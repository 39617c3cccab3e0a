import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Brokers that refuse, lack something, hold something else, or are not there.
    @Suite struct BadBroker {
        private static let announcement = ["web", "--address", "10.9.8.7"]

        @Test("a wrong password: 77", arguments: ["up", "down", "run", "serve"])
        func wrongPassword(verb: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write("wrong-\(lab.password)", to: "wrong", mode: 0o600)
                try await lab.expectOneLine(
                    of: try Self.start(
                        verb, lab, lab.configuration(passwordFile: file),
                        ["MY_DOCKER_NETWORK_PASSWORD_FILE": file]),
                    status: 77, saying: ["127.0.0.1:\(lab.environment.brokerPort)", "password"])
            }
        }

        @Test("check-config --connect says so too")
        func checkingWrongPassword() async throws {
            try await Lab.run { lab in
                let file = try lab.write("wrong-\(lab.password)", to: "wrong", mode: 0o600)
                let configuration = try lab.write(
                    lab.configuration(passwordFile: file), to: "config.toml")
                try await lab.expectOneLine(
                    of: try lab.startHostTool(
                        ["check-config", "--connect", "--config", configuration]),
                    status: 77, saying: ["password"])
            }
        }

        @Test("a missing virtual host: 78", arguments: ["up", "down", "run", "serve"])
        func missingVirtualHost(verb: String) async throws {
            try await Lab.run { lab in
                let place = "127.0.0.1:\(lab.environment.brokerPort)/absent"
                try await lab.expectOneLine(
                    of: try Self.start(
                        verb, lab, lab.configuration(url: "amqp://\(lab.hostUser)@\(place)"),
                        ["MY_DOCKER_NETWORK_URL": "amqp://\(lab.emitterUser)@\(place)"]),
                    status: 78, saying: ["absent"])
            }
        }

        @Test("a user without the permission: 77", arguments: ["up", "serve"])
        func missingPermission(verb: String) async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost(.directory, Lab.HostSettings(name: "other"))
                let user = verb == "serve" ? lab.hostUser : lab.emitterUser
                try await lab.broker.addUser(
                    user, password: lab.password, in: lab.virtualHost,
                    ManagementAPI.Permissions(configure: "^$", write: "^$", read: "^$"))
                try await lab.expectOneLine(
                    of: try Self.start(verb, lab, lab.configuration(), [:]), status: 77,
                    saying: ["my-docker-network"])
            }
        }

        @Test("no broker: 69", arguments: ["up", "down"])
        func noBroker(verb: String) async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let url = "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                try await lab.expectOneLine(
                    of: try Self.start(verb, lab, "", ["MY_DOCKER_NETWORK_URL": url]),
                    status: 69, saying: ["127.0.0.1:\(port)"])
            }
        }

        @Test("no broker: serve and run say so once, keep trying, and find one that comes")
        func lateBroker() async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(port: port), names)
                let url = "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                let programs = [
                    try lab.startHostTool(["serve", "--config", file]),
                    try lab.startEmitter(
                        ["run"] + Self.announcement, environment: ["MY_DOCKER_NETWORK_URL": url]),
                ]
                for program in programs { try await program.waitForLine("not connected") }
                // Both try again every second or sooner.
                try await always("both say so once", for: .seconds(2)) {
                    programs.allSatisfy { program in
                        program.end == nil
                            && program.errorLines.filter { $0.contains(" warning ") }.count == 1
                    }
                }
                try await lab.startRelay(on: port)
                try await programs[0].waitForLine("ready")
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test(
            "an exchange with other properties: 78, and the property is named",
            arguments: [
                ("durable", "fanout", true, false), ("auto_delete", "fanout", false, true),
                ("type", "direct", false, false),
            ])
        func otherExchange(
            property: String, type: String, isDurable: Bool, isAutoDelete: Bool
        ) async throws {
            try await Lab.run { lab in
                try await lab.broker.addExchange(
                    in: lab.virtualHost, type: type, isDurable: isDurable,
                    isAutoDelete: isAutoDelete)
                try await lab.expectOneLine(
                    of: try Self.start("serve", lab, lab.configuration(), [:]), status: 78,
                    saying: ["exchange 'my-docker-network'", "'\(property)'"])
            }
        }

        @Test("a queue with other arguments: 78, and the argument is named")
        func otherQueue() async throws {
            try await Lab.run { lab in
                let configuration = lab.configuration()
                try await lab.broker.request(
                    "PUT", "queues/\(lab.virtualHost)/my-docker-network.host.gate",
                    body: ["durable": true, "arguments": [:] as [String: String]])
                try await lab.expectOneLine(
                    of: try Self.start("serve", lab, "host-name = \"gate\"\n" + configuration, [:]),
                    status: 78, saying: ["queue 'my-docker-network.host.gate'", "'x-"])
            }
        }

        private static func start(
            _ verb: String, _ lab: Lab, _ configuration: String, _ environment: [String: String]
        ) throws -> RunningProgram {
            guard verb == "serve" else {
                return try lab.startEmitter([verb] + announcement, environment: environment)
            }
            let file = try lab.write(configuration, to: "config.toml")
            return try lab.startHostTool(["serve", "--config", file])
        }
    }
}

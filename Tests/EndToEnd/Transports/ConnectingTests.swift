import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// How the programs reach a broker's address, over AMQP and over HTTP.
    @Suite(.onlyOnce) struct Connecting {
        private static let announcement = ["web", "--address", "10.9.8.7"]

        @Test(
            "a name with two addresses, the first of which is silent: the other is used",
            .enabled(if: geteuid() == 0, "a hosts file of its own needs root"),
            arguments: ["amqp", "http"], ["127.0.0.1", "::1"])
        func silentAddress(scheme: String, silent: String) async throws {
            try await Self.run { lab in
                let host = try await lab.startHost()
                let port = try FreePort.next()
                try await lab.startBadListener("silent", silent, port)
                _ = try await lab.startRelay(from: "127.0.0.2", port, to: lab.port(of: scheme))
                let emitter = try lab.startEmitter(
                    "\(silent) two.example\n127.0.0.2 two.example\n",
                    ["up"] + Self.announcement, url: lab.url(scheme, "two.example", port))
                #expect(try await emitter.waitForEnd() == .exit(0), "\(emitter.errors)")
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test(
            "over TLS the certificate is verified against the name, whichever address answers",
            .enabled(if: geteuid() == 0, "a hosts file of its own needs root"))
        func silentAddressWithEncryption() async throws {
            try await Lab.run { lab in
                let authority = try await Authority("authority", in: lab)
                let right = try await authority.sign("right", for: "two.example")
                let secure = try await lab.listen(with: right, authority: authority)
                _ = try await lab.startHost()
                let port = try FreePort.next()
                try await lab.startBadListener("silent", "127.0.0.1", port)
                _ = try await lab.startRelay(from: "127.0.0.2", port, to: secure)
                for (name, status) in [("two.example", Int32(0)), ("other.example", 78)] {
                    let settings = try lab.write(
                        """
                        [[transports]]
                        url = "amqps://\(lab.emitterUser)@\(name):\(port)/\(lab.virtualHost)"
                        password-file = "\(lab.path("password"))"
                        ca-file = "\(authority.certificate.file)"
                        """, to: "\(name).toml")
                    let emitter = try lab.startEmitter(
                        "127.0.0.1 \(name)\n127.0.0.2 \(name)\n",
                        ["up", "--config", settings] + Self.announcement, url: "")
                    #expect(
                        try await emitter.waitForEnd() == .exit(status), "\(emitter.errors)")
                    #expect(emitter.errors.contains("for another host") == (status == 78))
                }
                try await lab.close(secure)
            }
        }

        @Test(
            "an error names every address that was tried, with the system's reason",
            .enabled(if: geteuid() == 0, "a hosts file of its own needs root"),
            arguments: ["amqp", "http"])
        func triedAddresses(scheme: String) async throws {
            try await Self.run { lab in
                let port = try FreePort.next()
                try await lab.startBadListener("silent", "127.0.0.1", port)
                let emitter = try lab.startEmitter(
                    "127.0.0.1 two.example\n127.0.0.2 two.example\n",
                    ["up"] + Self.announcement, url: lab.url(scheme, "two.example", port))
                try await lab.expectOneLine(
                    of: emitter, status: 69,
                    saying: [
                        "two.example:\(port)", "127.0.0.1 (connection timed out)",
                        "127.0.0.2 (connection refused)",
                    ])
            }
        }

        @Test(
            "nobody listens: 69, and the system's own reason",
            arguments: ["amqp", "amqps", "http", "https"])
        func refused(scheme: String) async throws {
            try await Self.run { lab in
                let port = try FreePort.next()
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up"] + Self.announcement,
                        environment: [
                            "MY_DOCKER_NETWORK_URL": lab.url(scheme, "localhost", port)
                        ]), status: 69,
                    saying: ["localhost:\(port)", "connection refused"])
            }
        }

        @Test("a name that is unknown: 69, and the name", arguments: ["amqp", "amqps", "http"])
        func unknownName(scheme: String) async throws {
            try await Self.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up"] + Self.announcement,
                        environment: [
                            "MY_DOCKER_NETWORK_URL": lab.url(scheme, "absent.invalid", 5672)
                        ]), status: 69, saying: ["name 'absent.invalid'"])
            }
        }

        @Test("no host service's socket: 69, and the system's own reason")
        func missingSocket() async throws {
            try await Self.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up", "--no-host-timeout", "0s"] + Self.announcement,
                        environment: ["MY_DOCKER_NETWORK_URL": "unix://\(lab.path("absent.sock"))"]),
                    status: 69, saying: ["absent.sock", "no such file or directory"])
            }
        }

        /// A lab whose users may use the management API too.
        private static func run(_ body: (Lab) async throws -> Void) async throws {
            var environment = try #require(LabEnvironment.current)
            environment.transport = .both
            try await Lab.run(in: environment, body)
        }
    }
}

extension Lab {
    fileprivate func url(_ scheme: String, _ host: String, _ port: UInt16) -> String {
        "\(scheme)://\(emitterUser)@\(host):\(port)/\(virtualHost)"
    }

    /// Starts an emitter with this text as its /etc/hosts.
    fileprivate func startEmitter(
        _ hosts: String, _ arguments: [String], url: String
    ) throws -> RunningProgram {
        try start(
            "emitter",
            try command(withHosts: hosts)
                + ["\(environment.programs)/my-docker-network-emit"] + arguments,
            environment: emitterEnvironment.merging(["MY_DOCKER_NETWORK_URL": url]) { $1 })
    }
}

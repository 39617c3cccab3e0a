import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Proxies from the environment, as curl's users know them, and HTTP/2 where the server has it.
    @Suite(.onlyOnce) struct Proxies {
        private static let up = ["up", "web", "--address", "10.9.8.7", "--log-level", "debug"]

        @Test("http_proxy: both programs go through it, and no_proxy past it")
        func forwarding() async throws {
            try await Self.run { lab in
                let (proxy, url) = try await lab.startProxy()
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                _ = try await lab.serve(file, environment: ["http_proxy": url])
                let broker = "http://127.0.0.1:\(lab.environment.managementPort)/api/"
                // Where it looks for messages.
                try await eventually("the host goes through it") {
                    proxy.errors.contains("POST \(broker)queues/\(lab.virtualHost)/")
                }
                let publish = "exchanges/\(lab.virtualHost)/my-docker-network/publish"
                try await lab.emit(
                    Self.up, environment: ["http_proxy": url, "no_proxy": "127.0.0.1"])
                #expect(proxy.lines(with: publish) == 0)
                try await lab.emit(Self.up, environment: ["http_proxy": url])
                #expect(proxy.lines(with: publish) == 1)
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("a proxy that wants a password, that is not there: 78 or 69 with one line")
        func refusals() async throws {
            try await Self.run { lab in
                _ = try await lab.startHost()
                let (_, url) = try await lab.startProxy(credentials: "user:\(lab.password)")
                let place = url.dropFirst("http://".count)
                try await lab.emit(
                    Self.up, environment: ["http_proxy": "http://user:\(lab.password)@\(place)"])
                let what = Self.up.dropLast(2) + ["--no-host-timeout", "100ms"]
                try await lab.expectOneLine(
                    of: try lab.startEmitter(Array(what), environment: ["http_proxy": url]),
                    status: 78, saying: ["407", "http_proxy"])
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        Array(what),
                        environment: ["http_proxy": "http://127.0.0.1:\(try FreePort.next())"]),
                    status: 69, saying: ["127.0.0.1:\(lab.environment.managementPort)"])
            }
        }

        @Test("https_proxy: a tunnel, in which the broker's certificate is verified; HTTP/2 in it")
        func tunnel() async throws {
            try await Self.run { lab in
                let (proxy, url) = try await lab.startProxy(credentials: "user:\(lab.password)")
                let secure = try await lab.startSecureServer()
                let place = url.dropFirst("http://".count)
                let environment = ["https_proxy": "http://user:\(lab.password)@\(place)"]
                let names = try await lab.startNameServer()
                _ = try await lab.serve(
                    try lab.writeSecure(secure, user: lab.hostUser, sink: names),
                    environment: environment)
                let settings = try lab.writeSecure(secure, user: lab.emitterUser, sink: nil)
                func emitter(_ environment: [String: String]) throws -> RunningProgram {
                    try lab.start(
                        "emitter",
                        ["\(lab.environment.programs)/my-docker-network-emit"] + Self.up
                            + ["--config", settings], environment: environment)
                }
                let program = try emitter(environment)
                #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                // The host's connection, and the emitter's.
                #expect(proxy.lines(with: "CONNECT localhost:\(secure.port)") == 2)
                let requests = try String(contentsOfFile: secure.log, encoding: .utf8)
                    .split(separator: "\n")
                #expect(requests.contains { $0.contains("/publish") })
                #expect(requests.allSatisfy { $0.hasSuffix(" HTTP/2") })

                let refused = try emitter(["https_proxy": url])
                try await lab.expectOneLine(
                    of: refused, status: 78, saying: ["407", "https_proxy"])
            }
        }

        /// A lab whose programs reach the broker over the management API alone.
        private static func run(_ body: (Lab) async throws -> Void) async throws {
            var environment = try #require(LabEnvironment.current)
            environment.transport = .http
            try await Lab.run(in: environment, body)
        }
    }
}

extension Lab {
    /// The management API behind TLS, where HTTP/2 is offered.
    fileprivate struct SecureServer {
        var port: UInt16
        var authority: String
        /// A line for each request, which ends with the version.
        var log: String
    }

    fileprivate func startProxy(
        credentials: String? = nil
    ) async throws -> (program: RunningProgram, url: String) {
        let port = try FreePort.next()
        let program = try start(
            "proxy",
            [environment.python, environment.testFile("Python/proxy.py"), "\(port)"]
                + (credentials.map { [$0] } ?? []))
        try await program.waitForLine("proxying")
        return (program, "http://127.0.0.1:\(port)")
    }

    fileprivate func startSecureServer() async throws -> SecureServer {
        let authority = try await Authority("authority", in: self)
        let certificate = try await authority.sign("broker", for: "localhost")
        let server = SecureServer(
            port: try FreePort.next(), authority: authority.certificate.file,
            log: path("requests"))
        let program = try start(
            "nghttpx",
            [
                "/usr/bin/env", "nghttpx", "--conf=/dev/null", "--workers=1", "--single-process",
                "--no-ocsp",
                "--frontend=127.0.0.1,\(server.port)",
                "--backend=127.0.0.1,\(environment.managementPort)",
                "--accesslog-file=\(server.log)", "--accesslog-format=$request",
                certificate.keyFile, certificate.file,
            ])
        try await program.waitForLine("127.0.0.1:\(server.port)")
        return server
    }

    fileprivate func writeSecure(
        _ server: SecureServer, user: String, sink names: NameServer?
    ) throws -> String {
        let sink = names.map {
            """
            [[sinks]]
            kind = "dnsmasq"
            path = "\($0.path)"
            server = "127.0.0.1:\($0.port)"
            """
        }
        return try write(
            """
            host-name = "gate"

            [[transports]]
            url = "https://\(user)@localhost:\(server.port)/\(virtualHost)"
            password-file = "\(path("password"))"
            ca-file = "\(server.authority)"
            poll-slowest = "200ms"

            \(sink ?? "")

            """, to: "\(user).toml")
    }
}

import Foundation
import Testing

extension EndToEndTests {
    /// `amqps`, with authorities made here.
    @Suite struct Encryption {
        @Test("both programs over TLS: a receipt comes, a name resolves, and goes again")
        func working() async throws {
            try await Lab.run { lab in
                let authority = try await Authority("authority", in: lab)
                let port = try await lab.listen(
                    with: try await authority.sign("broker", for: "localhost"),
                    authority: authority)
                let names = try await lab.startNameServer()
                let file = try lab.writeEncrypted(port, authority, sink: names)
                _ = try await lab.serve(file)
                try await lab.emit(["up", "plain", "--address", "10.9.8.6", "--wait"])
                #expect(await names.ask("plain.docker")?.records == ["10.9.8.6"])
                let settings = try lab.writeEncrypted(port, authority)
                let emitter = try lab.startEncrypted(["run", "web"], settings)
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await names.waitUntilGone("web.docker")
                let up = try lab.startEncrypted(["up", "once", "--wait"], settings)
                #expect(try await up.waitForEnd() == .exit(0), "\(up.errors)")
                #expect(await names.ask("once.docker")?.records == ["10.9.8.7"])
                try await lab.close(port)
            }
        }

        @Test("a client certificate, for both programs", arguments: ["certificate", "1.2"])
        func clientCertificate(kind: String) async throws {
            try await Lab.run { lab in
                let authority = try await Authority("authority", in: lab)
                let client = try await authority.sign("client", for: "client")
                let port = try await lab.listen(
                    with: try await authority.sign("broker", for: "localhost"),
                    authority: authority,
                    kind == "1.2" ? .certificateBefore13 : .certificate)
                let names = try await lab.startNameServer()
                _ = try await lab.serve(
                    try lab.writeEncrypted(port, authority, client: client, sink: names))
                let up = try lab.startEncrypted(
                    ["up", "web", "--wait"], try lab.writeEncrypted(port, authority, client: client)
                )
                #expect(try await up.waitForEnd() == .exit(0), "\(up.errors)")
                #expect(await names.ask("web.docker")?.records == ["10.9.8.7"])

                // None, and one that somebody else has signed: tried again it may be another.
                let stranger = try await Authority("stranger", in: lab)
                let forged = try await stranger.sign("forged", for: "client")
                for client in [nil, forged] {
                    let settings = try lab.writeEncrypted(port, authority, client: client)
                    try await lab.expectOneLine(
                        of: try lab.startEncrypted(["up", "web"], settings), status: 69,
                        saying: ["localhost:\(port)", "certificate-file"])
                }
                try await lab.close(port)
            }
        }

        @Test("a broker's certificate that is past its dates, another CA's or another host's: 78")
        func wrongCertificates() async throws {
            try await Lab.run { lab in
                let authority = try await Authority("authority", in: lab)
                let stranger = try await Authority("stranger", in: lab)
                let wrong = [
                    (try await authority.sign("old", for: "localhost", days: -1), "dates"),
                    (try await stranger.sign("foreign", for: "localhost"), "ca-file"),
                    (try await authority.sign("other", for: "elsewhere.example"), "another host"),
                ]
                let names = try lab.makeNameServer()
                try lab.makeSink(of: names)
                for (certificate, words) in wrong {
                    let port = try await lab.listen(with: certificate, authority: authority)
                    let settings = try lab.writeEncrypted(port, authority)
                    for verb in ["up", "run"] {
                        try await lab.expectOneLine(
                            of: try lab.startEncrypted([verb, "web"], settings), status: 78,
                            saying: ["localhost:\(port)", words])
                    }
                    let file = try lab.writeEncrypted(port, authority, sink: names)
                    try await lab.expectOneLine(
                        of: try lab.startHostTool(["serve", "--config", file]), status: 78,
                        saying: ["localhost:\(port)", words])
                    try await lab.close(port)
                }
            }
        }

        @Test("an address is no name, an outdated TLS and a port without TLS: one line")
        func wrongPlaces() async throws {
            try await Lab.run { lab in
                let authority = try await Authority("authority", in: lab)
                let right = try await authority.sign("broker", for: "localhost")
                let port = try await lab.listen(with: right, authority: authority)
                let byAddress = try lab.writeEncrypted(port, authority, host: "127.0.0.1")
                try await lab.expectOneLine(
                    of: try lab.startEncrypted(["up", "web"], byAddress), status: 78,
                    saying: ["127.0.0.1:\(port)", "an address does not count"])
                let outdated = try await lab.listen(
                    with: right, authority: authority, .outdated)
                for port in [outdated, lab.environment.brokerPort] {
                    let settings = try lab.writeEncrypted(port, authority)
                    try await lab.expectOneLine(
                        of: try lab.startEncrypted(["up", "web"], settings), status: 69,
                        saying: ["localhost:\(port)", "TLS 1.2"])
                }
                for port in [port, outdated] { try await lab.close(port) }
            }
        }
    }
}

extension Lab {
    /// Writes a configuration for an encrypted transport, with a sink for a host or without for an
    /// emitter, and returns its path.
    fileprivate func writeEncrypted(
        _ port: UInt16, _ authority: Authority, client: Authority.Certificate? = nil,
        sink: NameServer? = nil, host: String = "localhost"
    ) throws -> String {
        var text = """
            [[transports]]
            url = "amqps://\(sink == nil ? emitterUser : hostUser)@\(host):\(port)/\(virtualHost)"
            password-file = "\(path("password"))"
            ca-file = "\(authority.certificate.file)"

            """
        if let client {
            text += """
                certificate-file = "\(client.file)"
                key-file = "\(client.keyFile)"

                """
        }
        guard let sink else { return try write(text, to: "encrypted-emitter.toml") }
        text += """
            [[sinks]]
            kind = "dnsmasq"
            path = "\(sink.path)"
            pid-file = "\(sink.pidFile)"
            server = "127.0.0.1:\(sink.port)"

            """
        return try write(text, to: "encrypted-host.toml")
    }

    fileprivate func startEncrypted(
        _ arguments: [String], _ settings: String
    ) throws -> RunningProgram {
        try startEmitter(
            arguments + ["--address", "10.9.8.7"],
            environment: [
                "MY_DOCKER_NETWORK_URL": "", "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                "MY_DOCKER_NETWORK_CONFIG": settings,
            ])
    }
}

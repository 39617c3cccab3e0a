import Foundation
import Testing
import TestSupport

/// A certificate authority of one test, and the certificates that it signs.
struct Authority: Sendable {
    /// A certificate and its key, in PEM.
    struct Certificate: Sendable {
        let file: String
        let keyFile: String
    }

    let certificate: Certificate
    private let lab: Lab

    /// Makes one in the lab's folder.
    init(_ name: String, in lab: Lab) async throws {
        self.lab = lab
        certificate = Certificate(
            file: lab.path("\(name).pem"), keyFile: lab.path("\(name).key"))
        try await lab.openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-out", certificate.file]
                + Self.newKey(certificate.keyFile))
    }

    /// Signs a certificate for a host or a client.
    ///
    /// - Parameters:
    ///   - file: The name of its files.
    ///   - subject: Whose it is.
    ///   - days: How long it holds from now on; -1: it has ended yesterday.
    /// - Returns: The certificate and its key.
    /// - Throws: Where openssl fails.
    func sign(_ file: String, for subject: String, days: Int = 2) async throws -> Certificate {
        let signed = Certificate(file: lab.path("\(file).pem"), keyFile: lab.path("\(file).key"))
        let request = lab.path("\(file).csr")
        try await lab.openssl(
            [
                "req", "-subj", "/CN=\(subject)", "-addext", "subjectAltName=DNS:\(subject)",
                "-out", request,
            ] + Self.newKey(signed.keyFile))
        try await lab.openssl([
            "x509", "-req", "-in", request, "-CA", certificate.file, "-CAkey", certificate.keyFile,
            "-set_serial", "\(Int32.random(in: 1 ... .max))", "-copy_extensions", "copy", "-days",
            "\(days)", "-out", signed.file,
        ])
        return signed
    }

    /// The arguments of `openssl req` that make a key beside what is asked for.
    private static func newKey(_ file: String) -> [String] {
        [
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file,
        ]
    }
}

extension Lab {
    fileprivate func openssl(_ arguments: [String]) async throws {
        let program = try start("openssl", ["/usr/bin/env", "openssl"] + arguments)
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }

    /// What a listener asks of its clients.
    enum ClientCheck: String, Sendable {
        case none = "{verify,verify_none}"
        case certificate = "{verify,verify_peer},{fail_if_no_peer_cert,true}"
        /// The broker then sees a wrong certificate before the handshake ends.
        case certificateBefore13 =
            "{verify,verify_peer},{fail_if_no_peer_cert,true},{versions,['tlsv1.2']}"
        /// What no client of ours speaks.
        case outdated = "{verify,verify_none},{versions,['tlsv1.1']}"
    }

    /// Has the broker listen for TLS on one more port, and returns that.
    func listen(
        with certificate: Authority.Certificate, authority: Authority, _ check: ClientCheck = .none
    ) async throws -> UInt16 {
        let port = try FreePort.next()
        let options = """
            [{cacertfile,"\(authority.certificate.file)"},{certfile,"\(certificate.file)"},\
            {keyfile,"\(certificate.keyFile)"},\(check.rawValue)]
            """
        let listener = #"{"127.0.0.1",\#(port)}"#
        let words = try await control(
            ["eval", "rabbit_networking:start_ssl_listener(\(listener), \(options), 2)."])
        try #require(words == "ok", "\(words)")
        return port
    }

    /// Has the broker close a port that `listen` opened.
    func close(_ port: UInt16) async throws {
        _ = try await control(
            ["eval", #"rabbit_networking:stop_tcp_listener({"127.0.0.1",\#(port)})."#])
    }

    /// Runs rabbitmqctl on the lab's broker, and returns what it printed.
    func control(_ arguments: [String]) async throws -> String {
        let program = try start("rabbitmqctl", [environment.control] + arguments)
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
        return program.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

import Foundation
import TestSupport

/// A certificate authority of one test's own, in a folder of its own.
final class Authority {
    private let folder: String

    /// What is trusted.
    var file: String { folder + "/ca.pem" }

    /// Makes its key and certificate.
    ///
    /// - Throws: Where `openssl` cannot.
    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "my-docker-network-authority-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem",
        ])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Signs a certificate for a name, and returns the files of it, its key, and both in one.
    func sign(_ name: String) throws -> (certificate: String, key: String, both: String) {
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", "\(name).key",
            "-out", "\(name).csr",
        ])
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", "\(name).pem",
        ])
        let paths = (folder + "/\(name).pem", folder + "/\(name).key", folder + "/\(name).both")
        let key = try String(contentsOfFile: paths.1, encoding: .utf8)
        let certificate = try String(contentsOfFile: paths.0, encoding: .utf8)
        try (key + certificate).write(toFile: paths.2, atomically: true, encoding: .utf8)
        return paths
    }

    private func openssl(_ arguments: [String]) throws {
        let inFolder = arguments.map {
            $0.hasSuffix(".pem") || $0.hasSuffix(".key") || $0.hasSuffix(".csr")
                ? "\(folder)/\($0)" : $0
        }
        try Command.run("openssl", inFolder)
    }
}

import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import TestSupport
import Testing

/// A real dnsmasq on a free port of the loopback, which reads either layout; asked through dig.
final class Dnsmasq {
    enum Layout: String, CaseIterable, CustomTestStringConvertible {
        case directory
        case file

        var testDescription: String { rawValue }
    }

    static let isInstalled = Command.path(of: "dnsmasq") != nil

    let folder: TemporaryFolder
    let server: DnsmasqServer
    let mode: DnsmasqSink.Mode
    let process: ChildProcess

    init(_ layout: Layout, more: String = "") async throws {
        folder = try TemporaryFolder()
        let port = try FreePort.next()
        server = try #require(DnsmasqServer("127.0.0.1:\(port)"))
        let source: String
        switch layout {
        case .directory:
            mode = .directory(path: folder("hosts.d"))
            source = "hostsdir=\(folder("hosts.d"))"
            try FileManager.default.createDirectory(
                atPath: folder("hosts.d"), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755])
        case .file:
            mode = .file(path: folder("hosts"), pidFile: folder("pid"))
            source = "addn-hosts=\(folder("hosts"))"
        }
        let configuration = """
            port=\(port)
            listen-address=127.0.0.1
            bind-interfaces
            no-resolv
            no-hosts
            local=/docker/
            bogus-priv
            \(source)
            \(more)

            """
        try folder.write(configuration.utf8, to: "dnsmasq.conf")
        var arguments = [
            "--conf-file=\(folder("dnsmasq.conf"))", "--pid-file=\(folder("pid"))",
            "--keep-in-foreground", "--log-facility=\(folder("log"))",
        ]
        if geteuid() == 0 { arguments.append("--user=nobody") }
        process = try ChildProcess(try #require(Command.path(of: "dnsmasq")), arguments)
        try await eventually("dnsmasq answers", within: .seconds(40)) {
            try ask("nobody.docker", "A").contains("status: NXDOMAIN")
        }
    }

    /// A sink for it that waits for its answer.
    func makeSink() throws -> DnsmasqSink {
        try DnsmasqSink(mode: mode, server: server)
    }

    /// The whole of dig's answer.
    func ask(_ name: String, _ type: String) throws -> String {
        try Command.run(
            "dig", digArguments + ["+noall", "+comments", "+answer", name, type], mayFail: true)
    }

    /// The addresses of a name.
    func addresses(_ name: String, _ type: String = "A") throws -> [String] {
        try lines(["+short", name, type]).sorted()
    }

    /// The names of an address.
    func pointers(_ address: String) throws -> [String] {
        try lines(["+short", "-x", address]).sorted()
    }

    /// The addresses of many names, each asked by itself.
    func addresses(of names: [String]) throws -> [String: String] {
        try folder.write(names.joined(separator: "\n").utf8, to: "questions")
        var found: [String: String] = [:]
        for line in try lines(["+noall", "+answer", "-f", folder("questions")]) {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count == 5, fields[3] == "A" else { continue }
            found[String(fields[0].dropLast())] = String(fields[4])
        }
        return found
    }

    /// The names of many addresses, each asked by itself.
    func pointers(of addresses: [String]) throws -> [String: Set<String>] {
        try folder.write(
            addresses.map { "-x \($0)" }.joined(separator: "\n").utf8, to: "questions")
        var found: [String: Set<String>] = [:]
        for line in try lines(["+noall", "+answer", "-f", folder("questions")]) {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count == 5, fields[3] == "PTR" else { continue }
            let address = fields[0].split(separator: ".").prefix(4).reversed()
            found[address.joined(separator: "."), default: []].insert(String(fields[4].dropLast()))
        }
        return found
    }

    private var digArguments: [String] {
        ["+time=20", "+tries=2", "@127.0.0.1", "-p", "\(server.port)"]
    }

    func lines(_ arguments: [String]) throws -> [String] {
        try Command.run("dig", digArguments + arguments, mayFail: true).split(separator: "\n").map(
            String.init)
    }
}

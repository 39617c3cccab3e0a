import Foundation
import TestSupport

/// A name server of one test, on a free port of the loopback: a dnsmasq that reads what one host service
/// writes, or that service itself.
struct NameServer: Sendable {
    /// How the host service tells it of names; the words of the configuration's `mode`.
    enum Layout: String, CaseIterable, Sendable {
        case directory
        case file
        /// There is no dnsmasq: the service answers.
        case own

        /// Those of dnsmasq.
        static let allCases: [Self] = [.directory, .file]
    }

    let layout: Layout
    let port: UInt16
    /// The folder or the file that the host service writes.
    let path: String
    let pidFile: String
    private let settingsFile: String

    /// Writes its settings; it does not run yet.
    ///
    /// - Parameters:
    ///   - layout: How the host service tells it of names.
    ///   - path: What the host service writes.
    ///   - files: The path of its own files, without their suffix.
    ///   - port: Where it answers; nil: on a free one.
    ///   - more: More lines of its settings.
    /// - Throws: Where no port is free, or they cannot be written.
    init(
        _ layout: Layout, path: String, files: String, port: UInt16? = nil, more: String = ""
    ) throws {
        self.layout = layout
        self.path = path
        self.port = if let port { port } else { try FreePort.next() }
        pidFile = files + ".pid"
        settingsFile = files + ".conf"
        let settings = """
            port=\(self.port)
            listen-address=127.0.0.1
            bind-interfaces
            no-hosts
            no-resolv
            local=/docker/
            bogus-priv
            pid-file=\(pidFile)
            log-facility=-
            \(layout == .directory ? "hostsdir" : "addn-hosts")=\(path)
            \(geteuid() == 0 ? "user=nobody" : "")
            \(more)

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: settingsFile))
    }

    /// The command that starts it.
    var command: [String] { ["--keep-in-foreground", "--conf-file=\(settingsFile)"] }

    /// Asks for a name or, with `.pointer`, for an address.
    func ask(_ name: String, _ kind: DNSAnswer.Kind = .a) async -> DNSAnswer? {
        let question = kind == .pointer ? DNSClient.pointerName(of: name) : name
        return await DNSClient(port: port).ask(question, kind)
    }

    /// The number of its process.
    func process() throws -> Int32 {
        let text = try String(contentsOfFile: pidFile, encoding: .utf8)
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Whether it answers.
    func answers() async -> Bool { await ask("nobody.docker") == .noSuchName }

    /// Waits until a name has exactly these addresses.
    func waitUntil(
        _ name: String, resolvesTo addresses: [String], _ kind: DNSAnswer.Kind = .a,
        within limit: Duration = .seconds(20)
    ) async throws {
        let expected = DNSAnswer(code: 0, records: addresses.sorted())
        try await eventually("\(name) resolves to \(addresses)", within: limit) {
            await ask(name, kind) == expected
        }
    }

    /// Waits until there is no such name.
    func waitUntilGone(_ name: String, within limit: Duration = .seconds(20)) async throws {
        try await eventually("\(name) is gone", within: limit) {
            await ask(name) == .noSuchName
        }
    }
}

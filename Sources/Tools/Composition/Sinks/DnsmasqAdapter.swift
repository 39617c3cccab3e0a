package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkDnsmasq
package import DockerNetworkProgram
internal import DockerNetworkSystem
package import Logging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A dnsmasq, in both layouts: `kind = "dnsmasq"`.
package struct DnsmasqAdapter: SinkAdapter {
    /// The ways in which dnsmasq is told.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// A directory that dnsmasq watches (`hostsdir`).
        case directory
        /// One file and SIGHUP (`addn-hosts`), as in 2014.
        case file
    }

    package static let kind = "dnsmasq"
    package static let keys = ["mode", "pid-file", "server", "version", "program"]

    /// The way in which dnsmasq is told.
    package var layout: Mode
    /// The file in which dnsmasq writes its process id: in `file` mode it is signalled at each
    /// change, in `directory` mode only where it may have missed one.
    package var pidFile = "/run/dnsmasq/dnsmasq.pid"
    /// The place where dnsmasq answers; nil: it is not asked.
    package var server: DnsmasqServer?
    /// The version of dnsmasq; nil: it is asked where it answers, or the program is.
    package var version: DnsmasqVersion?
    /// The dnsmasq that is installed; nil: the one at one of the usual places, if any.
    package var program: String?

    /// A dnsmasq with every default of a layout.
    package init(_ layout: Mode = .directory) {
        self.layout = layout
    }

    package init(_ table: SettingsTable) throws(ToolError) {
        self.init(try table.choice("mode", as: Mode.self) ?? .directory)
        if let pidFile = try table.absolutePath("pid-file") { self.pidFile = pidFile }
        server = try table.value("server", Self.serverForm) { DnsmasqServer($0) }
        version = try table.value("version", Self.versionForm) { DnsmasqVersion($0) }
        program = try table.absolutePath("program")
    }

    private static let serverForm =
        "an address and a port, such as \"127.0.0.1:53\" or \"[::1]:53\""

    private static let versionForm = "what `dnsmasq --version` says, such as \"2.90\""

    package var usualPath: String {
        switch layout {
        case .directory: "/etc/my-docker-network/hosts.d"
        case .file: "/etc/my-docker-network-hosts"
        }
    }

    package var mode: String? { layout.rawValue }

    package var summary: [String] { server.map { ["asks \($0)"] } ?? [] }

    package func check() throws(SinkError) {
        guard let program, access(program, X_OK) != 0 else { return }
        throw SinkError(
            "program \(Printable.quoted(program)) cannot be run: \(SystemCallFailure.last.reason)")
    }

    package func make(_ place: SinkPlace, logger: Logger) throws(SinkError) -> any HostsSink {
        let mode: DnsmasqSink.Mode =
            switch layout {
            case .directory: .directory(path: place.path, pidFile: pidFile)
            case .file: .file(path: place.path, pidFile: pidFile)
            }
        return try DnsmasqSink(
            mode: mode, domain: place.domain, names: place.names, server: server,
            version: version, program: program ?? Self.installedProgram
        ) { logger.warning("\($0)") }
    }

    /// The installed program, not by PATH, which somebody else may have set for a service that root
    /// runs.
    private static var installedProgram: String? {
        ["/usr/local/sbin/dnsmasq", "/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"].first {
            access($0, X_OK) == 0
        }
    }
}

extension SinkSettings {
    /// The settings of dnsmasq alone; nil: the sink is of another kind.
    package var dnsmasq: DnsmasqAdapter? {
        get { adapter as? DnsmasqAdapter }
        set { if let newValue { adapter = newValue } }
    }
}

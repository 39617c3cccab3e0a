internal import DockerNetwork
internal import DockerNetworkDnsmasq
internal import Logging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension SinkAdapter {
    /// dnsmasq, in both layouts.
    package static let dnsmasq = Self(kind: "dnsmasq") {
        settings, domain, logger throws(ToolError) in
        let mode: DnsmasqSink.Mode =
            switch settings.mode {
            case .directory: .directory(path: settings.path, pidFile: settings.pidFile)
            case .file: .file(path: settings.path, pidFile: settings.pidFile)
            }
        do throws(SinkError) {
            return try DnsmasqSink(
                mode: mode, domain: domain, names: settings.names, server: settings.server,
                version: settings.version, program: settings.program ?? installedProgram
            ) { logger.warning("\($0)") }
        } catch {
            throw ToolError(.configuration, error.message)
        }
    }

    /// Not by PATH, which somebody else may have set for a service that root runs.
    private static var installedProgram: String? {
        ["/usr/local/sbin/dnsmasq", "/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"].first {
            access($0, X_OK) == 0
        }
    }
}

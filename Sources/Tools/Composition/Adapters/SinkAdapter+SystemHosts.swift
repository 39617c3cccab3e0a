internal import DockerNetwork
internal import DockerNetworkSystemHosts
internal import Logging

extension SinkAdapter {
    /// A hosts file that others write too: /etc/hosts.
    package static let systemHosts = Self(kind: "hosts") {
        settings, domain, logger throws(ToolError) in
        do throws(SinkError) {
            return try SystemHostsSink(
                path: settings.path, domain: domain, names: settings.names
            ) { logger.warning("\($0)") }
        } catch {
            throw ToolError(.configuration, error.message)
        }
    }
}

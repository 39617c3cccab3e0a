package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystemHosts
package import Logging

/// A hosts file that others write too, /etc/hosts: `kind = "hosts"`.
package struct HostsFileAdapter: SinkAdapter {
    package static let kind = "hosts"
    package static let keys: [String] = []

    package init() {}

    package init(_ table: SettingsTable) throws(ToolError) {}

    package var usualPath: String { "/etc/hosts" }

    package func make(_ place: SinkPlace, logger: Logger) throws(SinkError) -> any HostsSink {
        try SystemHostsSink(path: place.path, domain: place.domain, names: place.names) {
            logger.warning("\($0)")
        }
    }
}

internal import CDockerNetworkSystem
package import DockerNetworkConfiguration

/// The limit of the files that this process may have open.
package enum OpenFiles {
    /// So many a host service needs beside the connections of its Unix sockets and sinks.
    private static let others: UInt64 = 1_024

    /// Raises the limit to what a host service of a configuration needs, as far as the hard limit
    /// lets it; a higher one stays.
    ///
    /// The limit is inherited: a host service starts no other program.
    package static func raise(for configuration: Configuration) {
        let clients = configuration.transports.reduce(UInt64(0)) { count, settings in
            count + settings.adapter.openFiles
        }
        let sinks = configuration.sinks.reduce(UInt64(0)) { $0 + $1.adapter.openFiles }
        _ = my_docker_network_raise_open_files(clients + others + sinks)
    }
}

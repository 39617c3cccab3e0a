internal import CProcess
internal import DockerNetworkUnixSocket

/// How many files this process may have open.
package enum OpenFiles {
    /// So many a host service needs beside the connections of its Unix sockets.
    private static let others: UInt64 = 1_024
    /// The connections of a name server's clients, and its questions to other servers.
    private static let nameServer: UInt64 = 3_072

    /// Raises the limit to what a host service of a configuration needs, as far as the hard limit
    /// lets it; a higher one stays.
    ///
    /// The limit is inherited: a host service starts no other program.
    package static func raise(for configuration: Configuration) {
        let clients = configuration.transports.reduce(UInt64(0)) { count, settings in
            count + settings.clients
        }
        let servers = configuration.sinks.filter { $0.kind == SinkAdapter.nameServer.kind }
        _ = my_docker_network_raise_open_files(
            clients + others + UInt64(servers.count) * nameServer)
    }
}

extension TransportSettings {
    /// How many connections are accepted.
    fileprivate var clients: UInt64 {
        guard url.scheme == EndpointURL.socketScheme else { return 0 }
        return UInt64(UnixSocketConfiguration(path: "/").mostClients)
    }
}

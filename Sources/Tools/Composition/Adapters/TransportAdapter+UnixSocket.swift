internal import DockerNetwork
internal import DockerNetworkUnixSocket

extension TransportAdapter {
    /// A Unix socket of this machine.
    package static let unixSocket = Self(
        schemes: [EndpointURL.socketScheme], encryptedSchemes: [], isLocal: true
    ) { settings throws(ToolError) in
        guard let path = settings.url.socketPath else {
            throw .configuration("url", "has no socket's path: \(settings.url)")
        }
        let socket = settings.socket
        return UnixSocketTransport(
            UnixSocketConfiguration(
                path: path, mode: socket.mode, group: try socket.group?.number(),
                withdrawsOnClose: socket.withdrawsOnClose))
    }
}

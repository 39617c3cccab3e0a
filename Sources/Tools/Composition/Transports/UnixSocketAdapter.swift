package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkUnixSocket

/// A Unix socket of this machine: `unix://`.
package enum UnixSocketAdapter: TransportAdapter {
    package static let schemes = [EndpointURL.socketScheme]

    package static func summary(_ settings: TransportSettings) -> String {
        let socket = settings.socket
        let group =
            switch socket.group {
            case .name(let name): "group \(Printable.quoted(name))"
            case .number(let number): "group \(number)"
            case nil: "this user's group"
            }
        let end = socket.withdrawsOnClose ? "take their names with them" : "leave their names"
        return "mode 0\(String(socket.mode, radix: 8)), \(group), emitters that go \(end)"
    }

    package static func openFiles(_ settings: TransportSettings) -> UInt64 {
        UInt64(UnixSocketConfiguration(path: "/").mostClients)
    }

    package static func transport(
        _ settings: TransportSettings
    ) throws(ToolError) -> any Transport {
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

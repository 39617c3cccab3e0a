internal import DockerNetwork
package import DockerNetworkSystem

/// The place where the host service tells its state.
package struct AdminSettings: Hashable, Sendable {
    /// One place to listen at.
    package enum Place: Hashable, Sendable {
        /// A socket in the file system, by its absolute path.
        case socket(String)
        /// An address and a TCP port.
        case address(SocketName)
    }

    /// The socket of a configuration that says nothing.
    package static let standardSocket = "/run/my-docker-network/admin.sock"

    /// The places, each once.
    package var listen: [Place]
    /// Whether it may listen on addresses that are not loopback.
    package var allowsRemote: Bool
    /// Whether nobody said anything: then a place that cannot be used is no reason to worry.
    package var isDefault: Bool

    /// The settings of a configuration without `[admin]`.
    package static let `default` = Self(
        listen: [.socket(standardSocket)], allowsRemote: false, isDefault: true)

    /// Creates one from its parts.
    package init(listen: [Place], allowsRemote: Bool = false, isDefault: Bool = false) {
        self.listen = listen
        self.allowsRemote = allowsRemote
        self.isDefault = isDefault
    }

    /// The places that a host service of this user uses: of the default only a directory that is
    /// there and that it may write to.
    package var usedPlaces: [Place] {
        guard isDefault else { return listen }
        let folder = Self.standardSocket.split(separator: "/").dropLast().joined(separator: "/")
        let isThere = (try? Directory("/\(folder)", worksAsOwner: false).isWritable()) ?? false
        return isThere ? listen : []
    }
}

extension AdminSettings.Place: CustomStringConvertible {
    /// The text of the configuration: `unix:///run/…` or `127.0.0.1:9380`.
    package var description: String {
        switch self {
        case .socket(let path): "unix://\(path)"
        case .address(let name):
            IPAddress(networkOrder: name.address).map { "\(ServerAddress($0, port: name.port))" }
                ?? "port \(name.port)"
        }
    }
}

public import DockerNetwork

/// An event that a name server's owner may want to log.
public enum NameServerEvent: Hashable, Sendable, CustomStringConvertible {
    /// It began to listen at this place: `127.0.0.1:5354/udp`.
    case listening(String)
    /// It no longer listens at this place, whose address is gone.
    case ended(String)
    /// It cannot listen somewhere, as this line says, and tries again.
    case failing(String)
    /// It asks these servers for other names from now on.
    case forwarding([ServerAddress])

    /// Whether somebody should do something.
    public var isTrouble: Bool {
        if case .failing = self { true } else { false }
    }

    /// One line.
    public var description: String {
        switch self {
        case .listening(let place): "listens at \(place)"
        case .ended(let place): "no longer listens at \(place): the address is gone"
        case .failing(let message): message
        case .forwarding(let servers):
            servers.isEmpty
                ? "forwards no names"
                : "forwards other names to \(servers.map(\.description).joined(separator: ", "))"
        }
    }
}

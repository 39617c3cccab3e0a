/// The sender of a message, as far as the transport vouches for it: senders are served in turns.
///
/// It is finer than `Delivery.user` where a transport can tell more: over the Unix socket two
/// containers that both run as root are two senders, and one user.
public struct Sender: Hashable, Sendable {
    /// The transport's own text: the broker's user, or `uid:0 /docker/4f…`.
    public let name: String

    /// All senders that nobody vouches for: one sender.
    public static let unknown = Self(name: "")

    /// Wraps the transport's own text.
    public init(name: String) {
        self.name = name
    }

    /// The sender that a user is, or `unknown`.
    public init(user: String?) {
        self = user.map { Self(name: $0) } ?? .unknown
    }
}

extension Sender: CustomStringConvertible {
    /// The name, or `unknown`.
    public var description: String { name.isEmpty ? "unknown" : name }
}

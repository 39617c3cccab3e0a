public import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Carries announcements over a Unix socket: no broker, one host, and the socket mounted into
/// containers.
///
/// The host service listens; emitters connect. The socket keeps message boundaries
/// (SOCK_SEQPACKET, unix(7)): each message is one packet, so that none needs framing, a message
/// that is too long hurts nothing behind it, and whoever sends garbage is known by the first packet.
///
/// ## Who announces
/// The kernel vouches for the peer: `Delivery.user` is `uid:1000`, the effective user id at the time
/// of `connect` (SO_PEERCRED). It is a number, not a name: the container's user of that number need
/// not be the host's, and looking names up could wait for a directory server. Without user namespaces
/// root in a container is `uid:0`.
///
/// Turns go by the finer `Delivery.sender`: the user together with the control group of the process
/// that connected, so that each container is one. Where its `/proc` entry cannot be read it is the
/// user alone. When all places are taken, the newest connection of the sender who has most makes
/// room, whatever it announced; its names stay until their leases end.
///
/// ## When a connection ends
/// Announcements that an emitter made on it about its own instance (`PublisherOptions.instance`)
/// are withdrawn at once, as if it had sent a `down` with the sequence after its last. One-shots,
/// which have no instance there, leave theirs. Of one connection 10,000 names are kept in mind, of
/// all 200,000; what goes beyond ends with its lease.
///
/// ## What is promised
/// `.routed` says that the host service's process has it. It is not written down: where that process
/// dies before its sinks are, only a receipt tells. There is one host: a second subscription gets
/// `.inUse`.
public struct UnixSocketTransport: Transport {
    /// The place of the socket, and how a host offers it.
    let configuration: UnixSocketConfiguration

    /// Describes a connection; nothing happens until one is opened.
    public init(_ configuration: UnixSocketConfiguration) {
        self.configuration = configuration
    }

    /// `unix://` and the socket's path.
    public var endpoint: String { configuration.endpoint }

    /// Receipts and resync requests.
    public var capabilities: TransportCapabilities { [.receipts, .resync] }

    /// Connects as an emitter.
    ///
    /// - Throws: `TransportError`: `.noHost` where there is no socket or nobody listens on it,
    ///   `.refused` where its mode or group keep this user out, `.configuration` where the path
    ///   cannot be a socket's.
    public func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        let connection = Connection(
            to: endpoint, on: try ConnectionThread("docker-net-unix", SocketSleeper())
        ) { [configuration] () throws(TransportError) in
            try PublisherLink(configuration, options)
        }
        return try await ConnectionPublisher(
            opening: connection, capabilities: capabilities, user: "uid:\(geteuid())")
    }

    /// Listens as a host.
    ///
    /// The socket's folder is made where it alone is missing; a socket that a dead process left
    /// behind is replaced; the socket is removed at the end.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there, `.configuration`
    ///   where the socket cannot be made.
    public func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        let connection = Connection(
            to: endpoint, on: try ConnectionThread("docker-net-unix", SocketSleeper())
        ) { [configuration] () throws(TransportError) in
            try SubscriptionLink(configuration, options)
        }
        return try await ConnectionSubscription(opening: connection)
    }
}

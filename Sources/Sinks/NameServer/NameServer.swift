package import DockerNetwork
package import DockerNetworkSystem
import Synchronization

/// Answers questions about a zone over UDP and TCP, and forwards all others.
///
/// It starts no thread before it has a socket, and at most one a core. Answers come from the zone
/// that was published last; nobody waits for a lock meanwhile.
package final class NameServer: Sendable {
    /// A socket that is served.
    package struct Listener: Hashable, Sendable {
        let number: UInt64
    }

    /// The settings that it was made with.
    package let settings: NameServerSettings
    private let zone: Mutex<Zone>

    /// Makes a server that serves no socket yet.
    ///
    /// - Parameters:
    ///   - settings: What it answers.
    ///   - zone: The first zone; its domain is that of the settings.
    /// - Throws: `SystemCallFailure` where the system has no descriptors or threads left.
    package init(_ settings: NameServerSettings, zone: Zone) throws(SystemCallFailure) {
        self.settings = settings
        self.zone = Mutex(zone)
    }

    /// Answers from another zone; a question that is sent when this has returned gets its answer from it.
    package func publish(_ zone: Zone) {
        self.zone.withLock { $0 = zone }
    }

    /// Serves a bound UDP socket, which it makes non-blocking and closes when it stops.
    ///
    /// - Parameter socket: Of IPv4 or IPv6, to one address or all of them. Of several sockets at
    ///   one address (SO_REUSEPORT) each may get a thread of its own.
    /// - Throws: `SystemCallFailure` where the socket cannot be served, or after `close`.
    package func serve(datagrams socket: consuming FileDescriptor) throws(SystemCallFailure)
        -> Listener
    {
        Listener(number: 0)
    }

    /// Serves a listening TCP socket, which it makes non-blocking and closes when it stops.
    ///
    /// - Throws: `SystemCallFailure` where the socket cannot be served, or after `close`.
    package func serve(streams socket: consuming FileDescriptor) throws(SystemCallFailure)
        -> Listener
    {
        Listener(number: 0)
    }

    /// Stops serving a socket, and closes it; unknown ones are ignored.
    package func stop(_ listener: Listener) {}

    /// Forwards questions for other names to these servers from now on; with none they are refused.
    package func forward(to upstreams: [ServerAddress]) {}

    /// Says which networks this machine is on: of several addresses of a name, a client on one of
    /// them gets those on its own network alone.
    package func setLocalNetworks(_ networks: [Network]) {}

    /// What it has done so far.
    package var counts: NameServerCounts { NameServerCounts() }

    /// Stops reading, answers what was read, and returns when all threads have ended; what
    /// waits in a socket stays there for who has the same socket.
    package func close() async {}
}

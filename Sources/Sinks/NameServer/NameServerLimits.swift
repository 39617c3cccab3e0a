/// The bounds of what a name server's clients can use up.
public struct NameServerLimits: Hashable, Sendable {
    /// The maximum number of answers a second that a client gets over UDP, unless it is on this
    /// machine: 1 or more.
    ///
    /// Beyond that every second answer is truncated, so that the client asks over TCP, and the
    /// others are dropped: nobody can use the server to amplify an attack. A client is an IPv4
    /// address or an IPv6 network of 64 bits.
    public var answersPerSecond = 20_000
    /// The maximum number of open TCP connections: 1 or more.
    public var connections = 256
    /// The maximum number of TCP connections of one client: 1 or more.
    public var connectionsPerClient = 64
    /// The time that a TCP connection may wait for a whole question.
    public var idleTime: Duration = .seconds(10)
    /// The maximum number of questions that wait for an upstream server at once: 1 or more.
    public var forwarded = 2048
    /// The maximum number of questions of one client that wait for an upstream server at once: 1 or
    /// more.
    public var forwardedPerClient = 512
    /// The time that an upstream server has for its answer before the next one is asked.
    public var upstreamTime: Duration = .seconds(1)

    /// The default limits.
    public init() {}
}

/// The counts of what a name server has done since its start.
public struct NameServerCounts: Hashable, Sendable {
    /// Messages that came in, over UDP and TCP.
    public var queries: UInt64 = 0
    /// Answers with records.
    public var answered: UInt64 = 0
    /// Answers that the name exists without records of the type.
    public var noData: UInt64 = 0
    /// Answers that the name does not exist.
    public var noName: UInt64 = 0
    /// Answers that the message is malformed.
    public var malformed: UInt64 = 0
    /// Answers that the server does not do what was asked.
    public var refused: UInt64 = 0
    /// Answers that were truncated.
    public var truncated: UInt64 = 0
    /// Messages that got no answer: responses, fragments, and those of foreign networks.
    public var ignored: UInt64 = 0
    /// Messages beyond a client's rate.
    public var limited: UInt64 = 0
    /// Questions that went to an upstream server.
    public var forwarded: UInt64 = 0
    /// Answers of upstream servers that went back to their clients.
    public var forwardedAnswers: UInt64 = 0
    /// Upstream servers that did not answer in time, each time.
    public var upstreamTimeouts: UInt64 = 0
    /// Forwarded questions that no upstream server answered.
    public var upstreamFailures: UInt64 = 0
    /// TCP connections that were accepted.
    public var connections: UInt64 = 0

    /// Creates counts of zero.
    public init() {}

    /// Adds what another part of a server has done.
    static func += (left: inout Self, right: Self) {
        left.queries += right.queries
        left.answered += right.answered
        left.noData += right.noData
        left.noName += right.noName
        left.malformed += right.malformed
        left.refused += right.refused
        left.truncated += right.truncated
        left.ignored += right.ignored
        left.limited += right.limited
        left.forwarded += right.forwarded
        left.forwardedAnswers += right.forwardedAnswers
        left.upstreamTimeouts += right.upstreamTimeouts
        left.upstreamFailures += right.upstreamFailures
        left.connections += right.connections
    }
}

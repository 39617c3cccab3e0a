/// The announcer of a message, and the message's place in that announcer's stream.
///
/// A message of 2014 has none.
public struct Origin: Hashable, Sendable {
    /// The emitter's identity, new at each of its starts.
    public var instance: InstanceID
    /// The start of that emitter: milliseconds since 1970, never negative.
    public var started: Int64
    /// The announcement's number in the emitter's stream, from 1.
    public var sequence: Int64

    /// Creates one from its parts.
    public init(instance: InstanceID, started: Int64, sequence: Int64) {
        self.instance = instance
        self.started = started
        self.sequence = sequence
    }
}

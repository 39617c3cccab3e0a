/// Names one probe of a host; random, so that what an earlier process sent proves nothing.
public struct ProbeID: Hashable, Sendable {
    /// The number.
    public let rawValue: UInt64

    /// Wraps a number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// A new random one.
    static func random() -> Self {
        Self(rawValue: .random(in: .min ... .max))
    }
}

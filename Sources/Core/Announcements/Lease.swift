/// The time that an `up` holds without being repeated: whole seconds, 1 to 2,592,000 (30 days).
///
/// The upper bound keeps the message's `expiration` (milliseconds) inside what RabbitMQ takes.
public struct Lease: Hashable, Sendable {
    /// The number of seconds.
    public let seconds: Int64

    /// The number of seconds a lease may have.
    public static let bounds: ClosedRange<Int64> = 1...2_592_000

    /// Makes a lease, or returns nil where the number lies outside `bounds`.
    public init?(seconds: Int64) {
        guard Self.bounds.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// 30 seconds: the lease where nobody names another.
    public static let usual = Self(validated: 30)

    private init(validated seconds: Int64) {
        self.seconds = seconds
    }

    /// The lease as a duration.
    public var duration: Duration { .seconds(seconds) }

    /// The time after which an emitter repeats its `up`: a third of the lease.
    public var renewalInterval: Duration { duration / 3 }

    /// The time that a contested `up` holds without being repeated: two thirds of the lease.
    var contestedDuration: Duration { duration * 2 / 3 }
}

extension Lease: CustomStringConvertible {
    /// The number of seconds with its unit.
    public var description: String { "\(seconds)s" }
}

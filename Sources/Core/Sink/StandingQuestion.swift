/// One registration that somebody waits for.
public struct StandingQuestion: Hashable, Sendable {
    /// The registration; the sink holds it.
    public var registration: Registration
    /// All addresses that are registered for its hostname.
    public var addresses: [IPAddress]

    /// Creates one from its parts.
    public init(_ registration: Registration, addresses: [IPAddress]) {
        self.registration = registration
        self.addresses = addresses
    }
}

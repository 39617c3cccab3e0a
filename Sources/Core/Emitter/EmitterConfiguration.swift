/// The registrations that an emitter announces, and how it announces them.
public struct EmitterConfiguration: Sendable {
    /// A change that happens while an emitter runs.
    public enum Event: Hashable, Sendable {
        /// Every registration was announced, and a host gets it.
        case announced
        /// All registrations are applied, the last of them by the host of this name; the evidence
        /// is the weakest of any. It comes once for each connection and each change.
        case applied([Registration], hostName: String, evidence: Receipt.Evidence)
        /// A host, of this name, refused a registration for this reason.
        case refused(Registration, hostName: String, reason: String)
    }

    /// The registrations to announce.
    public var registrations: [Registration]
    /// The time that an announcement holds; it is renewed every third of that.
    public var lease: Lease
    /// The emitter's identity; new at each start.
    public var instance: InstanceID
    /// Called for each event, in their order.
    public var onEvent: @Sendable (Event) -> Void

    /// Whether it goes on trying where its first connection is refused, instead of ending.
    ///
    /// What is wrong with a password or the configuration may be put right meanwhile.
    package var retriesRefusals = false

    /// The reason why the first connection will be refused, if it was logged already.
    package var toldRefusal: String?

    /// Makes the emitter's pauses.
    package var clock: any Clock<Duration> = ContinuousClock()

    /// Makes a configuration.
    public init(
        registrations: [Registration], lease: Lease, instance: InstanceID = .random(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.registrations = registrations
        self.lease = lease
        self.instance = instance
        self.onEvent = onEvent
    }
}

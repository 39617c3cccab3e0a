/// A running emitter and what it announces.
struct FaultEmitter: Sendable {
    var program: RunningProgram
    /// Without the domain; the second and later ones are aliases.
    var hostnames: [String]
    var address: String
    /// Seconds.
    var lease: Int
    /// What it goes by; nil: by the machine's clock.
    var clock: WallClock?

    var registrations: [FaultRegistration] {
        hostnames.map { FaultRegistration(name: "\($0).docker", address: address) }
    }
}

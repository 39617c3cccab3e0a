import DockerNetwork

/// An instance that announces.
struct Emitting {
    let instance: InstanceID
    let started: Int64

    init(_ number: UInt128, started: Int64) {
        instance = InstanceID(rawValue: number)
        self.started = started
    }

    func up(_ registration: Registration, _ sequence: Int64, lease: Int64? = nil) -> Announcement {
        Announcement(
            .up, registration,
            origin: Origin(instance: instance, started: started, sequence: sequence),
            lease: lease.flatMap(Lease.init(seconds:)))
    }

    func down(_ registration: Registration, _ sequence: Int64) -> Announcement {
        Announcement(
            .down, registration,
            origin: Origin(instance: instance, started: started, sequence: sequence))
    }

    /// How the registry refuses a name that this instance holds.
    func holdsName(under conflicts: Policy.Conflicts = .newest, user: String? = nil) -> Verdict {
        let holder = NameHolder(instance: instance, started: started, user: user)
        return .refused(.nameHeld(by: holder, conflicts: conflicts))
    }
}

import DockerNetwork
import TestSupport

/// An emitter of a schedule: what it announces, and how far its numbers have come.
struct ModelEmitter {
    let instance: InstanceID
    var started: Int64
    var registrations: [Registration]
    var lease: Lease?
    /// Whether each of its announcements is a process of its own, with a later start.
    var isOneShot: Bool
    /// The user that its transports vouch for.
    let user: String?
    private(set) var sequence: Int64 = 0

    init(
        instance: InstanceID, started: Int64, registrations: [Registration], lease: Lease?,
        isOneShot: Bool, user: String?
    ) {
        self.instance = instance
        self.started = started
        self.registrations = registrations
        self.lease = lease
        self.isOneShot = isOneShot
        self.user = user
    }

    /// Announces everything once more, at a time of the wall clock.
    mutating func announce(_ kind: Announcement.Kind, at wall: Int64) -> [Announcement] {
        if isOneShot { started = max(started, wall) }
        return registrations.map { registration in
            sequence += 1
            let origin = Origin(instance: instance, started: started, sequence: sequence)
            return Announcement(
                kind, registration, origin: origin, lease: kind == .up ? lease : nil)
        }
    }

    /// A line that a hosts file may hold of it.
    func line(of registration: Registration, using generator: inout SeededGenerator) -> Entry {
        let said = Int64.random(in: 1...max(1, sequence), using: &generator)
        let origin = Origin(instance: instance, started: started, sequence: said)
        return Entry(registration, holder: origin, lease: lease)
    }
}

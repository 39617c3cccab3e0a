/// Waiting registrations, served in turns by who announced them.
struct PendingRegistrations: Sendable {
    /// The announcer of a registration.
    struct Announcer: Hashable, Sendable {
        /// The sender of the message.
        var sender: Sender
        /// The instance that it is of; nil: a message without origin.
        var instance: InstanceID?

        /// The service itself: leases that ended, lines that were adopted.
        ///
        /// No transport vouches for such a name: a broker's user and `uid:0` have no NUL.
        static let service = Self(sender: Sender(name: "\0"))
    }

    private var turns = FairQueue<Registration>(.newestBetween)
    private var members: Set<Registration> = []

    /// Whether nothing waits.
    var isEmpty: Bool { members.isEmpty }

    /// Whether a registration waits.
    func contains(_ registration: Registration) -> Bool {
        members.contains(registration)
    }

    /// Puts a registration at the end of its announcer's; one that waits already keeps its place.
    mutating func append(_ registration: Registration, to announcer: Announcer) {
        guard members.insert(registration).inserted else { return }
        turns.append(registration, of: announcer.sender, announcer.instance)
    }

    /// Takes a registration out without its turn.
    mutating func remove(_ registration: Registration) {
        guard members.remove(registration) != nil else { return }
        // It is passed over when its turn comes, unless such as it are most of all.
        guard turns.count > 2 * members.count + 1024 else { return }
        turns.removeAll { !members.contains($0) }
    }

    /// Takes registrations out in turns, at most `limit`.
    mutating func take(_ limit: Int) -> [Registration] {
        let count = min(limit, members.count)
        var taken: [Registration] = []
        taken.reserveCapacity(count)
        while taken.count < count, let next = turns.popFirst() {
            if members.remove(next) != nil { taken.append(next) }
        }
        // Empty collections keep the room that they once needed.
        if members.isEmpty, members.capacity > 1024 { self = PendingRegistrations() }
        return taken
    }
}

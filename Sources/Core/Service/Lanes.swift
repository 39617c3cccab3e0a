internal import DequeModule

/// Waiting registrations in one lane for each who announced them, served in turns.
///
/// Whoever floods has a long lane, and only those in that lane wait for it. Of a lane the oldest
/// and the newest are served alternately: emitters that nothing tells apart share one, and who
/// comes to it after a flood shall not wait for all of that.
struct Lanes: Sendable {
    /// Who announced something.
    enum Lane: Hashable, Sendable {
        /// An instance.
        case instance(InstanceID)
        /// A message without origin, by the user where the transport vouches for one.
        case user(String?)
        /// The service itself: leases that ended, lines that were adopted.
        case service
    }

    private struct Queue: Sendable {
        private var registrations: Deque<Registration> = []
        private var servesNewest = false

        var isEmpty: Bool { registrations.isEmpty }

        mutating func append(_ registration: Registration) {
            registrations.append(registration)
        }

        mutating func take() -> Registration? {
            defer { servesNewest.toggle() }
            return servesNewest ? registrations.popLast() : registrations.popFirst()
        }
    }

    private var lanes: [Lane: Queue] = [:]
    private var order: Deque<Lane> = []
    private var members: Set<Registration> = []

    /// Whether nothing waits.
    var isEmpty: Bool { members.isEmpty }

    /// Whether a registration waits.
    func contains(_ registration: Registration) -> Bool {
        members.contains(registration)
    }

    /// Puts a registration at the end of a lane; one that waits already keeps its place.
    mutating func append(_ registration: Registration, to lane: Lane) {
        guard members.insert(registration).inserted else { return }
        if lanes[lane] == nil { order.append(lane) }
        lanes[lane, default: Queue()].append(registration)
    }

    /// Takes registrations out, one of each lane in turn.
    ///
    /// - Parameter limit: How many at most; nil: all.
    /// - Returns: Those taken, in the order of their turns.
    mutating func take(_ limit: Int?) -> [Registration] {
        let count = min(limit ?? members.count, members.count)
        var taken: [Registration] = []
        taken.reserveCapacity(count)
        while taken.count < count, let lane = order.popFirst() {
            guard var queue = lanes[lane] else { continue }
            // Taken out meanwhile, so that it is changed in place.
            lanes[lane] = nil
            if let next = queue.take() {
                taken.append(next)
                members.remove(next)
            }
            guard !queue.isEmpty else { continue }
            lanes[lane] = queue
            order.append(lane)
        }
        // Empty collections keep the room that they once needed.
        if members.isEmpty, members.capacity > 1024 { self = Lanes() }
        return taken
    }
}

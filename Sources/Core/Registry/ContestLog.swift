internal import DequeModule

/// The newest contests at each address.
///
/// It is read only for an entry that was not renewed in two thirds of its lease, so that a newcomer
/// costs the same whatever is registered at its address. It holds a bounded number: of more than
/// that the oldest go, and what they contested may last up to its whole lease.
struct ContestLog: Sendable {
    private var contests: [IPAddress: Deque<Contest>] = [:]
    /// The places of the contests, the oldest first; one whose contest is gone is stale.
    private var order: Deque<(address: IPAddress, number: UInt64)> = []
    private(set) var count = 0
    private let capacity: Int

    /// The maximum number of contests kept for one address.
    static let capacityPerAddress = 64

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The addresses with contests.
    var addresses: some Collection<IPAddress> { contests.keys }

    /// The first contest of an address that satisfies a condition.
    func first(at address: IPAddress, where condition: (Contest) -> Bool) -> Contest? {
        contests[address]?.first(where: condition)
    }

    mutating func record(_ contest: Contest, at address: IPAddress) {
        contests[address, default: []].append(contest)
        order.append((address, contest.number))
        count += 1
        if contests[address]?.count ?? 0 > Self.capacityPerAddress { dropFirst(at: address) }
        while count > capacity, let oldest = order.popFirst() {
            if contests[oldest.address]?.first?.number == oldest.number {
                dropFirst(at: oldest.address)
            }
        }
        if order.count > 2 * count + 64 { sweep() }
    }

    /// Forgets the contests of an address where nothing is left to contest.
    mutating func forget(_ address: IPAddress) {
        count -= contests.removeValue(forKey: address)?.count ?? 0
        if contests.isEmpty { order = [] }
        contests.giveBackRoom()
    }

    private mutating func dropFirst(at address: IPAddress) {
        guard contests[address]?.popFirst() != nil else { return }
        count -= 1
        if contests[address]?.isEmpty == true { contests[address] = nil }
    }

    private mutating func sweep() {
        order = order.filter { item in
            guard let first = contests[item.address]?.first else { return false }
            return first.number <= item.number
        }
    }
}

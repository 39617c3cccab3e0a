/// The number of hostnames of each address, and the instances that hold something there.
struct AddressIndex: Sendable {
    private struct Record {
        var count: Int32 = 0
        /// The number of them that an instance holds.
        var held: Int32 = 0
    }

    private struct Visit: Hashable {
        var instance: InstanceID
        var address: IPAddress
    }

    private struct Visitor {
        var held = 0
        /// The largest start by which it was known when it last announced something there.
        var started: Int64
    }

    private var records: [IPAddress: Record] = [:]
    private var visitors: [Visit: Visitor] = [:]

    /// Returns the number of hostnames of an address.
    func count(at address: IPAddress) -> Int {
        Int(records[address]?.count ?? 0)
    }

    /// The start by which an instance is known at an address; nil where it holds nothing there.
    func start(of instance: InstanceID, at address: IPAddress) -> Int64? {
        visitors[Visit(instance: instance, address: address)]?.started
    }

    /// Whether other instances than this one hold something at an address.
    func hasOthers(than instance: InstanceID, at address: IPAddress) -> Bool {
        let own = visitors[Visit(instance: instance, address: address)]?.held ?? 0
        return Int(records[address]?.held ?? 0) > own
    }

    /// Notes by which start an instance is known at an address where it holds something.
    mutating func setStart(_ started: Int64, of instance: InstanceID, at address: IPAddress) {
        visitors.modify(Visit(instance: instance, address: address)) { $0.started = started }
    }

    mutating func insert(_ entry: Entry) {
        let address = entry.registration.address
        records[address, default: Record()].count += 1
        guard let holder = entry.holder else { return }
        records.modify(address) { $0.held += 1 }
        let visit = Visit(instance: holder.instance, address: address)
        visitors[visit, default: Visitor(started: holder.started)].held += 1
    }

    /// Removes an entry, and returns whether no instance holds anything at its address any more.
    mutating func remove(_ entry: Entry) -> Bool {
        let address = entry.registration.address
        guard let index = records.index(forKey: address) else { return true }
        if let holder = entry.holder {
            let visit = Visit(instance: holder.instance, address: address)
            let left = visitors.modify(visit) { visitor in
                visitor.held -= 1
                return visitor.held
            }
            if left == 0 { visitors[visit] = nil }
            records.values[index].held -= 1
        }
        records.values[index].count -= 1
        let isVacant = records.values[index].held == 0
        if records.values[index].count == 0 { records.remove(at: index) }
        return isVacant
    }
}

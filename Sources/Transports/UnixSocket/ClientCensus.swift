import DockerNetwork

/// Which connections each sender has, and who has most.
struct ClientCensus {
    /// The keys of each, in the order in which they came.
    private var keys: [Sender: [UInt64]] = [:]
    private var sendersByCount: [Int: Set<Sender>] = [:]
    private var most = 0

    /// Notes a connection, whose key is larger than those before.
    mutating func insert(_ key: UInt64, of sender: Sender) {
        keys[sender, default: []].append(key)
        moved(sender, by: 1)
    }

    /// Notes the end of a connection.
    mutating func remove(_ key: UInt64, of sender: Sender) {
        guard let index = keys[sender]?.lastIndex(of: key) else { return }
        keys[sender]?.remove(at: index)
        moved(sender, by: -1)
        if keys[sender]?.isEmpty == true { keys[sender] = nil }
    }

    /// Which connection makes room for one more of a sender: the newest of the sender who has most,
    /// that one more counted; nobody's who has less than the one that comes.
    func cut(for newcomer: Sender) -> UInt64? {
        let own = keys[newcomer] ?? []
        // Of others who have as much it is the newcomer's own: it gains nothing by coming.
        if let newest = own.last, own.count + 1 >= most { return newest }
        return sendersByCount[most]?.compactMap { keys[$0]?.last }.max()
    }

    private mutating func moved(_ sender: Sender, by difference: Int) {
        let count = keys[sender]?.count ?? 0
        let before = count - difference
        sendersByCount[before]?.remove(sender)
        if sendersByCount[before]?.isEmpty == true { sendersByCount[before] = nil }
        if count > 0 { sendersByCount[count, default: []].insert(sender) }
        most = max(most, count)
        if most > 0, sendersByCount[most] == nil { most -= 1 }
    }
}

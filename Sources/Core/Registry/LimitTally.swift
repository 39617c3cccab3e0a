/// Counts entries one by one, and says which of them a policy's limits have no room for.
struct LimitTally {
    private let policy: Policy
    private var all = 0
    private var byInstance: [InstanceID: Int] = [:]
    private var byUser: [String: Int] = [:]
    private var byHostname: [Hostname: Int] = [:]
    private var byAddress: [IPAddress: Int] = [:]

    init(_ policy: Policy) {
        self.policy = policy
    }

    /// Counts an entry if there is room for it, and returns whether there is.
    mutating func hasRoom(for entry: Entry, of user: String?) -> Bool {
        let hostname = entry.registration.hostname
        let address = entry.registration.address
        let instance = entry.holder?.instance
        guard all < policy.namesInAll,
            byHostname[hostname, default: 0] < policy.addressesPerHostname,
            byAddress[address, default: 0] < policy.hostnamesPerAddress
        else { return false }
        if let instance, byInstance[instance, default: 0] >= policy.namesPerInstance {
            return false
        }
        if let user, byUser[user, default: 0] >= policy.namesPerUser { return false }
        all += 1
        byHostname[hostname, default: 0] += 1
        byAddress[address, default: 0] += 1
        if let instance { byInstance[instance, default: 0] += 1 }
        if let user { byUser[user, default: 0] += 1 }
        return true
    }
}

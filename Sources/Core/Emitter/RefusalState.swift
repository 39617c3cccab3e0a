/// The registrations of an emitter that hosts refused, so that each refusal and its end are told
/// once.
struct RefusalState: Sendable {
    /// A refusal that counts.
    struct Decision: Sendable {
        let hostName: String
        let reason: String
        /// Whether it was not told yet, for this hostname at another address either.
        let isNews: Bool
    }

    /// Refusals that another host may contradict.
    private var undecided: [Registration: (hostName: String, reason: String)] = [:]
    /// The reason that was told last.
    private var told: [Registration: String] = [:]

    /// Whether nothing is refused.
    var isEmpty: Bool { undecided.isEmpty && told.isEmpty }

    /// Forgets all but these.
    mutating func keep(_ registrations: [Registration]) {
        undecided = undecided.filter { registrations.contains($0.key) }
        told = told.filter { registrations.contains($0.key) }
    }

    /// Notes a refusal, and returns whether somebody must decide it after a while.
    mutating func refused(_ registration: Registration, _ receipt: Receipt) -> Bool {
        guard case .refused(let reason) = receipt.outcome, told[registration] != reason else {
            return false
        }
        return undecided.updateValue((receipt.hostName, reason), forKey: registration) == nil
    }

    /// Notes that a host has applied it, and returns whether its hostname was refused until now.
    mutating func applied(_ registration: Registration) -> Bool {
        undecided[registration] = nil
        guard told.removeValue(forKey: registration) != nil else { return false }
        return !told.keys.contains { $0.hostname == registration.hostname }
    }

    /// Lets a refusal count; nil where it was contradicted meanwhile.
    mutating func decide(_ registration: Registration) -> Decision? {
        guard let (hostName, reason) = undecided.removeValue(forKey: registration) else {
            return nil
        }
        let isNews = !told.contains { told in
            told.key.hostname == registration.hostname && told.value == reason
        }
        told[registration] = reason
        return Decision(hostName: hostName, reason: reason, isNews: isNews)
    }
}

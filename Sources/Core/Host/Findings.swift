/// The sinks' answers about one announcement that somebody waits for, and the receipt that follows.
struct Findings: Sendable {
    /// The announcement.
    let announcement: Announcement
    /// Whether any sink, required or not, takes the name.
    let isTaken: Bool
    /// The answers of the required sinks that take it.
    var standings: [Standing] = []

    /// The receipt of an announcement that every required sink has carried out.
    ///
    /// - Parameters:
    ///   - table: The table as it is now.
    ///   - hostName: The host's name.
    /// - Returns: What is known: the weakest of what the sinks know.
    func receipt(_ table: Table, from hostName: String) -> Receipt {
        let entry = table[announcement.registration]
        switch (announcement.kind, entry) {
        case (.down, nil):
            return Receipt(hostName: hostName, outcome: .applied)
        case (.down, let entry?):
            let holder = entry.holder == nil ? "without an instance" : "by another instance"
            return Receipt(
                hostName: hostName, outcome: .applied, evidence: .registered,
                remark: "it is announced \(holder)")
        case (.up, nil):
            return Receipt(hostName: hostName, outcome: .unmet("it was withdrawn meanwhile"))
        case (.up, _?):
            return isTaken ? standing(from: hostName) : untaken(from: hostName)
        }
    }

    private func untaken(from hostName: String) -> Receipt {
        Receipt(
            hostName: hostName,
            outcome: .unmet("no sink takes this name; see their 'names' and 'domain'"))
    }

    private func standing(from hostName: String) -> Receipt {
        var (overridden, shared): (String?, String?)
        var (isAnswered, isOnlyWritten) = (false, false)
        for standing in standings {
            switch standing {
            case .unanswered(let reason):
                return Receipt(hostName: hostName, outcome: .unmet(reason))
            case .overridden(let reason): overridden = overridden ?? reason
            case .shared(let remark):
                shared = shared ?? remark
                isAnswered = true
            case .resolves: isAnswered = true
            case .written: isOnlyWritten = true
            }
        }
        if let overridden {
            // Who asks a server gets the address, and who reads the file gets the other one.
            guard isAnswered else {
                return Receipt(hostName: hostName, outcome: .unmet(overridden))
            }
            return Receipt(
                hostName: hostName, outcome: .applied, evidence: .written, remark: overridden)
        }
        let evidence: Receipt.Evidence =
            isOnlyWritten ? .written : isAnswered ? .resolves : .registered
        return Receipt(
            hostName: hostName, outcome: .applied, evidence: evidence, remark: shared)
    }
}

/// A receipt as every wire carries it: a word as the body, and two texts beside it.
///
/// Until 0.1 there were the bodies `applied` and `refused` alone. An older emitter skips a receipt
/// with another body, and reads `applied` whatever stands beside it.
extension Receipt {
    /// The body: `applied`, `refused`, `unmet` or `pending`.
    package var wireBody: String {
        switch outcome {
        case .applied: "applied"
        case .refused: "refused"
        case .unmet: "unmet"
        case .pending: "pending"
        }
    }

    /// The header `state`: how the host knows that it was applied.
    package var wireState: String? {
        outcome == .applied ? evidence?.rawValue : nil
    }

    /// The header `reason`: why it was not applied, or the remark of one that was.
    package var wireReason: String? {
        switch outcome {
        case .applied: remark
        case .refused(let reason), .unmet(let reason), .pending(let reason): reason
        }
    }

    /// Reads one; nil if the body is none of a receipt.
    ///
    /// - Parameters:
    ///   - hostName: Who answers.
    ///   - body: The whole body.
    ///   - state: The header `state`; an unknown one counts as absent.
    ///   - reason: The header `reason`.
    package init?(hostName: String, body: [UInt8], state: String?, reason: String?) {
        let given = reason ?? "the host gave no reason"
        switch String(decoding: body, as: UTF8.self) {
        case "applied":
            self.init(
                hostName: hostName, outcome: .applied,
                evidence: state.flatMap { Evidence(rawValue: $0) }, remark: reason)
        case "refused": self.init(hostName: hostName, outcome: .refused(given))
        case "unmet": self.init(hostName: hostName, outcome: .unmet(given))
        case "pending": self.init(hostName: hostName, outcome: .pending(given))
        default: return nil
        }
    }
}

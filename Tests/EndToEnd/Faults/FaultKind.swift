import Foundation

/// What goes wrong in a round, beside emitters that come and go.
enum FaultKind: CaseIterable, Sendable {
    case brokerKilled
    case brokerStands
    case diskFull
    case exchangeDeleted
    case exchangeReplaced
    case hostKilled
    case hostStands
    case nameServerKilled
    case queueDeleted

    /// Whether the broker must answer when it begins.
    var needsBroker: Bool {
        switch self {
        case .exchangeDeleted, .exchangeReplaced, .queueDeleted: true
        case .brokerKilled, .brokerStands, .diskFull, .hostKilled, .hostStands, .nameServerKilled:
            false
        }
    }

    /// Those that can be made here: a disk to fill up needs root.
    static var possible: [Self] { allCases.filter { $0 != .diskFull || geteuid() == 0 } }
}

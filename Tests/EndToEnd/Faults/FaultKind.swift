import Foundation

/// What goes wrong in a round, beside emitters that come and go.
enum FaultKind: CaseIterable, Sendable {
    case brokerKilled
    case brokerStands
    case clocksSet
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
        case .brokerKilled, .brokerStands, .clocksSet, .diskFull, .hostKilled, .hostStands,
            .nameServerKilled:
            false
        }
    }

    /// Whether it can be made here.
    var isPossible: Bool {
        switch self {
        case .clocksSet: WallClock.isPossible
        // A disk to fill up needs root.
        case .diskFull: geteuid() == 0
        default: true
        }
    }

    /// Those that can be made here.
    static var possible: [Self] { allCases.filter(\.isPossible) }
}

import Foundation

/// What goes wrong in a round, beside emitters that come and go.
enum FaultKind: CaseIterable, Sendable {
    case brokerKilled
    case brokerStands
    case clocksSet
    case diskFull
    case engineKilled
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
        case .brokerKilled, .brokerStands, .clocksSet, .diskFull, .engineKilled, .hostKilled,
            .hostStands, .nameServerKilled:
            false
        }
    }

    /// Whether it can be made here.
    var isPossible: Bool {
        switch self {
        case .clocksSet: WallClock.isPossible
        // A disk to fill up needs root.
        case .diskFull: geteuid() == 0
        case .engineKilled: Self.hasContainers
        case .nameServerKilled: Self.layout != .own
        default: true
        }
    }

    /// Who answers: a dnsmasq, or with `FAULT_SINK=dns` the host service itself.
    static let layout: NameServer.Layout =
        ProcessInfo.processInfo.environment["FAULT_SINK"] == "dns" ? .own : .directory

    /// Whether an engine's containers come and go as well, with `FAULT_CONTAINERS=1`.
    static let hasContainers = ProcessInfo.processInfo.environment["FAULT_CONTAINERS"] == "1"

    /// Those that can be made here.
    static var possible: [Self] { allCases.filter(\.isPossible) }
}

import Measuring

/// One value of one round.
struct Figure: Sendable {
    /// What is measured.
    enum Kind: String, CaseIterable, Sendable {
        case publish = "publish to outcome ms"
        case arrival = "publish to delivery ms"
        case published = "published/s"
        case received = "published to acknowledged/s"
        case idle = "host idle, % of a processor"
    }

    var subject: String
    var kind: Kind
    var value: Double
}

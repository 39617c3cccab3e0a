/// Decides which failures to connect are worth a line: one for each change of state, not one for
/// each attempt.
struct FailureLog: Sendable {
    private let takeoverTime: Duration
    private var lastSaid: TransportError.Code?
    private var inUseSince: Duration?

    init(takeoverTime: Duration) {
        self.takeoverTime = takeoverTime
    }

    /// Notes that a connection was made.
    mutating func succeeded() {
        lastSaid = nil
        inUseSince = nil
    }

    /// Notes a failure, and returns whether it has not been said yet.
    ///
    /// That the name is in use is none while a dead predecessor may still have it.
    mutating func isNews(_ error: TransportError, at now: Duration) -> Bool {
        if error.code == .inUse {
            let since = inUseSince ?? now
            inUseSince = since
            guard now - since >= takeoverTime else { return false }
        } else {
            inUseSince = nil
        }
        defer { lastSaid = error.code }
        return lastSaid != error.code
    }
}

/// The sinks whose lines are still to be adopted, and what ended while they could not be read.
///
/// Such a sink missed it, and its lines must not bring it back. It is remembered for as long as
/// any sink is unread, however long that is; of very much the oldest is forgotten.
struct UnreadSinks: Sendable {
    /// Longer than any service runs, and no sum with it overflows.
    private static let forEver: Duration = .seconds(1 << 40)

    private var sinks: Set<SinkID> = []
    private var ended = Self.nothing

    private static var nothing: ExpiringMap<Registration, Void> {
        ExpiringMap(lifetime: forEver, capacity: Registry.memoryCapacity)
    }

    /// Takes a sink in.
    mutating func insert(_ sink: SinkID) {
        sinks.insert(sink)
    }

    /// Notes that a sink was read, or will not be.
    mutating func remove(_ sink: SinkID) {
        sinks.remove(sink)
        if sinks.isEmpty { ended = Self.nothing }
    }

    /// Notes what went from the table, and what came back.
    mutating func note(_ changes: TableChanges) {
        guard !sinks.isEmpty else { return }
        for (registration, change) in changes.byRegistration {
            if change.after == nil {
                noteEnd(of: registration)
            } else {
                ended.removeValue(for: registration)
            }
        }
    }

    /// Notes that a registration ended which the table may not have had.
    mutating func noteEnd(of registration: Registration) {
        guard !sinks.isEmpty else { return }
        ended.set((), for: registration, at: .zero)
    }

    /// Whether a registration ended meanwhile.
    func hasEnded(_ registration: Registration) -> Bool {
        ended.value(for: registration, at: .zero) != nil
    }
}

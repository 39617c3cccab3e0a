/// The difference between two states of the table: for each registration its state before and
/// after.
///
/// Changes follow each other by `record`; a registration that is back where it was drops out.
public struct TableChanges: Hashable, Sendable {
    /// One registration's difference; `before` and `after` are never equal.
    public struct Change: Hashable, Sendable {
        /// The entry as it was; nil: it was not there.
        public var before: Entry?
        /// The entry as it is; nil: it is gone.
        public var after: Entry?
    }

    /// The differences.
    public private(set) var byRegistration: [Registration: Change] = [:]

    /// No change.
    public init() {}

    /// Whether nothing differs.
    public var isEmpty: Bool { byRegistration.isEmpty }

    /// The number of registrations that differ.
    public var count: Int { byRegistration.count }

    /// The registrations that are gone.
    public var removed: [Registration] {
        byRegistration.compactMap { $0.value.after == nil ? $0.key : nil }
    }

    /// The entries that are new, or whose holder changed.
    public var updated: [Entry] {
        byRegistration.values.compactMap(\.after)
    }

    /// Notes that a registration went from one state to another.
    public mutating func record(_ registration: Registration, before: Entry?, after: Entry?) {
        let first = byRegistration[registration].map(\.before) ?? before
        if first == after {
            byRegistration[registration] = nil
        } else {
            byRegistration[registration] = Change(before: first, after: after)
        }
    }

    /// Notes the changes that came after these.
    mutating func merge(_ later: TableChanges) {
        if isEmpty {
            self = later
            return
        }
        for (registration, change) in later.byRegistration {
            record(registration, before: change.before, after: change.after)
        }
    }

    /// Takes the changes of these registrations out.
    mutating func take(_ registrations: [Registration]) -> TableChanges {
        var taken = TableChanges()
        for registration in registrations {
            taken.byRegistration[registration] = byRegistration.removeValue(forKey: registration)
        }
        byRegistration.giveBackRoom()
        return taken
    }
}

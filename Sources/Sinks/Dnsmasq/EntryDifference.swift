import DockerNetwork

/// The registrations that come and go between two lists of entries.
struct EntryDifference: Sendable {
    /// The registrations of the new list that the old one lacks.
    private(set) var gained: [Registration] = []
    /// The registrations of the old list that the new one lacks.
    private(set) var lost: [Registration] = []

    /// Compares two lists, each in the order of its registrations, none of which stands twice.
    init(from old: [Entry], to new: [Entry]) {
        var oldIndex = 0
        var newIndex = 0
        while oldIndex < old.count, newIndex < new.count {
            let before = old[oldIndex].registration
            let after = new[newIndex].registration
            if before == after {
                oldIndex += 1
                newIndex += 1
            } else if before < after {
                lost.append(before)
                oldIndex += 1
            } else {
                gained.append(after)
                newIndex += 1
            }
        }
        lost.append(contentsOf: old[oldIndex...].map(\.registration))
        gained.append(contentsOf: new[newIndex...].map(\.registration))
    }
}

import HashTreeCollections

/// The names that are registered at one address: nearly always one.
enum AddressNames: Sendable {
    /// This one.
    case one(WireName)
    /// Several; a change costs the same however many.
    case several(TreeSet<WireName>)

    /// The number of names.
    var count: Int {
        switch self {
        case .one: 1
        case .several(let names): names.count
        }
    }

    /// Adds a name that is not there yet.
    mutating func insert(_ name: WireName) {
        switch self {
        case .one(let other): self = .several([other, name])
        case .several(var names):
            // Nobody else holds the set while it changes, so that it changes in place.
            self = .one(name)
            names.insert(name)
            self = .several(names)
        }
    }

    /// Removes a name; false: none is left.
    mutating func remove(_ name: WireName) -> Bool {
        switch self {
        case .one(let other): return other != name
        case .several(var names):
            self = .one(name)
            names.remove(name)
            if names.count == 1, let last = names.first {
                self = .one(last)
            } else {
                self = .several(names)
            }
            return true
        }
    }
}

/// Several values for one key, made for keys that mostly have one: that one needs no list.
package struct MultiMap<Key: Hashable & Sendable, Value: Equatable & Sendable>: Sendable {
    private struct Values {
        var first: Value
        var others: [Value] = []
    }

    private var values: [Key: Values] = [:]

    /// A map without values.
    package init() {}

    /// The values of a key, as often as each was inserted.
    package subscript(key: Key) -> [Value] {
        map(key) { $0 }
    }

    /// What each value of a key is made into; one array for all, since this is asked at each change.
    package func map<Result>(_ key: Key, _ transform: (Value) -> Result) -> [Result] {
        guard let found = values[key] else { return [] }
        var results: [Result] = []
        results.reserveCapacity(1 + found.others.count)
        results.append(transform(found.first))
        for other in found.others { results.append(transform(other)) }
        return results
    }

    /// Adds a value to those of a key.
    package mutating func insert(_ value: Value, for key: Key) {
        if let index = values.index(forKey: key) {
            values.values[index].others.append(value)
        } else {
            values[key] = Values(first: value)
        }
    }

    /// Takes a value of a key out, once; one that is not there changes nothing.
    package mutating func remove(_ value: Value, for key: Key) {
        guard let index = values.index(forKey: key) else { return }
        if values.values[index].first == value {
            if let next = values.values[index].others.popLast() {
                values.values[index].first = next
            } else {
                values.remove(at: index)
            }
        } else if let place = values.values[index].others.firstIndex(of: value) {
            values.values[index].others.remove(at: place)
        }
    }
}

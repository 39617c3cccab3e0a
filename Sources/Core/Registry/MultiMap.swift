/// Several values for one key, made for keys that mostly have one: that one needs no collection.
///
/// Inserting and removing take the same time however many values a key has.
package struct MultiMap<Key: Hashable & Sendable, Value: Hashable & Sendable>: Sendable {
    private enum Values: Sendable {
        case one(Value)
        /// The number of insertions of each value; two or more in all.
        case many([Value: Int])
    }

    private var values: [Key: Values] = [:]

    /// A map without values.
    package init() {}

    /// The values of a key, each once.
    package subscript(key: Key) -> [Value] {
        switch values[key] {
        case nil: []
        case .one(let value): [value]
        case .many(let counts): Array(counts.keys)
        }
    }

    /// Adds a value to those of a key.
    package mutating func insert(_ value: Value, for key: Key) {
        guard let index = values.index(forKey: key) else {
            values[key] = .one(value)
            return
        }
        switch values.values[index] {
        case .one(let first):
            var counts = [first: 1]
            counts[value, default: 0] += 1
            values.values[index] = .many(counts)
        case .many(var counts):
            // Taken out meanwhile, so that it is changed in place.
            values.values[index] = .one(value)
            counts[value, default: 0] += 1
            values.values[index] = .many(counts)
        }
    }

    /// Removes a value of a key once; one that is not there changes nothing.
    package mutating func remove(_ value: Value, for key: Key) {
        guard let index = values.index(forKey: key) else { return }
        switch values.values[index] {
        case .one(let first):
            if first == value { values.remove(at: index) }
        case .many(var counts):
            guard let count = counts[value] else { return }
            // Taken out meanwhile, so that it is changed in place.
            values.values[index] = .one(value)
            counts[value] = count > 1 ? count - 1 : nil
            if counts.count == 1, let last = counts.first, last.value == 1 {
                values.values[index] = .one(last.key)
            } else {
                values.values[index] = .many(counts)
            }
        }
    }
}

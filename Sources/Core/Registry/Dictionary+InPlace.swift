extension Dictionary {
    /// Lets the room go that an empty dictionary once needed, where that is much.
    mutating func giveBackRoom() {
        if isEmpty, capacity > 1024 { self = [:] }
    }

    /// Changes the value of a key where it stands, if there is one.
    ///
    /// `self[key]?.member = …` says the same, and allocates three blocks each time.
    ///
    /// - Returns: What the body returns; nil where the key has no value.
    @inline(__always)
    @discardableResult
    mutating func modify<Result>(
        _ key: Key, _ body: (inout Value) throws -> Result
    ) rethrows -> Result? {
        guard let index = index(forKey: key) else { return nil }
        return try body(&values[index])
    }
}

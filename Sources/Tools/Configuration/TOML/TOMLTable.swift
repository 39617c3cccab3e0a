/// A table of a document while it is read, with what decides whether more may be added to it.
struct TOMLTable: Sendable {
    /// The ways in which a table came to be.
    enum Kind: Sendable {
        /// The table has only headers of tables within it: a header of its own may follow.
        case implied
        /// The table has its header.
        case header
        /// The table was made by keys with dots.
        case dotted
    }

    private enum Node: Sendable {
        case value(SettingValue)
        case table(TOMLTable)
        case tables([TOMLTable])
    }

    private var kind: Kind
    private var nodes: [String: Node] = [:]

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// The values of the table.
    var values: [String: SettingValue] {
        nodes.mapValues { node in
            switch node {
            case .value(let value): value
            case .table(let table): .table(table.values)
            case .tables(let tables): .array(tables.map { .table($0.values) })
            }
        }
    }

    /// Makes the table of a header.
    ///
    /// - Returns: The way to it; nil where something else is there.
    mutating func open(_ keys: ArraySlice<String>, isArray: Bool) -> [SettingPath.Step]? {
        guard let key = keys.first else { return [] }
        let rest = keys.dropFirst()
        switch nodes[key] {
        case nil where rest.isEmpty && isArray:
            nodes[key] = .tables([Self(.header)])
            return [.key(key), .index(0)]
        case nil:
            var table = Self(rest.isEmpty ? .header : .implied)
            let way = table.open(rest, isArray: isArray)
            nodes[key] = .table(table)
            return way.map { [.key(key)] + $0 }
        case .table(var table)?:
            if rest.isEmpty {
                guard !isArray, table.kind == .implied else { return nil }
                table.kind = .header
            }
            // Taken out meanwhile, so that nothing is copied.
            nodes[key] = nil
            defer { nodes[key] = .table(table) }
            return table.open(rest, isArray: isArray).map { [.key(key)] + $0 }
        case .tables(var tables)?:
            if rest.isEmpty {
                guard isArray else { return nil }
                tables.append(Self(.header))
            }
            // A header goes on from the last element of an array of tables.
            let last = tables.count - 1
            nodes[key] = nil
            defer { nodes[key] = .tables(tables) }
            return tables[last].open(rest, isArray: isArray).map {
                [.key(key), .index(last)] + $0
            }
        case .value?: return nil
        }
    }

    /// Adds a value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - keys: Its key, which may have dots.
    ///   - steps: The way from here to the table that gets it, as `open` returned it.
    /// - Returns: Whether nothing else was there.
    mutating func insert(
        _ value: SettingValue, _ keys: ArraySlice<String>, at steps: ArraySlice<SettingPath.Step>
    ) -> Bool {
        guard case .key(let step)? = steps.first else { return insert(value, keys) }
        switch nodes[step] {
        case .table(var table)?:
            nodes[step] = nil
            defer { nodes[step] = .table(table) }
            return table.insert(value, keys, at: steps.dropFirst())
        case .tables(var tables)?:
            nodes[step] = nil
            defer { nodes[step] = .tables(tables) }
            return tables[tables.count - 1].insert(value, keys, at: steps.dropFirst(2))
        case .value?, nil: return false
        }
    }

    private mutating func insert(_ value: SettingValue, _ keys: ArraySlice<String>) -> Bool {
        guard let key = keys.first else { return false }
        guard keys.count > 1 else {
            guard nodes[key] == nil else { return false }
            nodes[key] = .value(value)
            return true
        }
        var table = Self(.dotted)
        switch nodes[key] {
        case nil: break
        // What a header made is closed to keys from elsewhere.
        case .table(let known)? where known.kind == .dotted: table = known
        case .table?, .tables?, .value?: return false
        }
        nodes[key] = nil
        defer { nodes[key] = .table(table) }
        return table.insert(value, keys.dropFirst())
    }
}

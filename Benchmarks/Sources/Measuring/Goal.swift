/// What a figure must reach, set beside it in the table.
package struct Goal: Sendable, CustomStringConvertible {
    private enum Bound: Sendable {
        case most(Double)
        case least(Double)
    }

    private let bound: Bound
    private let holdsForAll: Bool

    /// The median may be at most this.
    package static func most(_ value: Double) -> Self {
        Self(bound: .most(value), holdsForAll: false)
    }

    /// The median must be at least this.
    package static func least(_ value: Double) -> Self {
        Self(bound: .least(value), holdsForAll: false)
    }

    /// No value may be more than this.
    package static func never(above value: Double) -> Self {
        Self(bound: .most(value), holdsForAll: true)
    }

    /// Whether a row reaches it.
    package func admits(_ row: Row) -> Bool {
        switch bound {
        case .most(let value): (holdsForAll ? row.largest : row.median) <= value
        case .least(let value): row.median >= value
        }
    }

    package var description: String {
        switch bound {
        case .most(let value): (holdsForAll ? "never > " : "<= ") + Self.text(value)
        case .least(let value): ">= " + Self.text(value)
        }
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}

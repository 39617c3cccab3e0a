/// Tells a part of a host service from others: two are the same if the values they were made of are.
///
/// Settings themselves make the best identity: nothing is forgotten, and nothing is printed.
public struct PartID: Hashable, Sendable {
    private let value: any Hashable & Sendable

    /// Wraps a value, such as all settings of the part.
    public init(_ value: some Hashable & Sendable) {
        self.value = value
    }

    /// Whether both were made of equal values of one type.
    public static func == (left: Self, right: Self) -> Bool {
        AnyHashable(left.value) == AnyHashable(right.value)
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(value))
    }
}

extension PartID: CustomStringConvertible {
    /// Nothing of the value, which may hold a secret.
    public var description: String { "a part's identity" }
}

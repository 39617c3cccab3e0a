/// A name with the domain, and its address, as they are asked for.
struct FaultRegistration: Hashable, Comparable, Sendable, CustomStringConvertible {
    var name: String
    var address: String

    /// The kind of record that holds the address.
    var kind: DNSAnswer.Kind { address.contains(":") ? .aaaa : .a }

    var description: String { "\(name) \(address)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.name, left.address) < (right.name, right.address)
    }
}

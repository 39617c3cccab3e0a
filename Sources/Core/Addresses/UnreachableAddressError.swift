/// An address at which no container can be reached by others.
public struct UnreachableAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public let address: IPAddress
    /// The kind of the address.
    public let reason: IPAddress.UnreachableReason

    /// The address and what is wrong with it.
    public var description: String { "\(address) is \(reason.rawValue)" }
}

package import DockerNetwork

/// A place where an emitter finds the address to announce.
package enum AddressChoice: Hashable, Sendable {
    /// The addresses of an interface, or of all that match where `*` stands for any characters.
    case interface(String)
    /// The machine's addresses inside a network.
    case network(Network)
    /// An address as it stands.
    case address(IPAddress)
    /// The address that this machine sends from towards the broker.
    case route

    /// The form that a text must have, as the end of a sentence.
    package static let form =
        "an interface such as eth0 or eth*, a network such as 172.16.0.0/12, an address, or route"

    /// Reads an entry, or returns nil where the text is none of the four.
    package init?(_ text: String) {
        if text == "route" {
            self = .route
        } else if let address = IPAddress(text) {
            self = .address(address)
        } else if let network = Network(text) {
            self = .network(network)
        } else if Self.isInterfaceName(text) {
            self = .interface(text)
        } else {
            return nil
        }
    }

    /// Tells whether Linux takes a text for the name of an interface, less what can only be a
    /// mistyped address.
    private static func isInterfaceName(_ text: String) -> Bool {
        guard (1...15).contains(text.utf8.count), text != ".", text != ".." else { return false }
        let isPlain = text.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":")
        }
        let isNumeric = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
        }
        return isPlain && !isNumeric
    }
}

extension AddressChoice: CustomStringConvertible {
    /// The entry as it was written.
    package var description: String {
        switch self {
        case .interface(let name): name
        case .network(let network): network.description
        case .address(let address): address.description
        case .route: "route"
        }
    }
}

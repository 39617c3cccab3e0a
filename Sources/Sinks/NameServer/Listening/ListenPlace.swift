public import DockerNetwork

/// A place where a name server listens, over UDP and TCP: an address, or an interface.
public enum ListenPlace: Hashable, Sendable {
    /// One address; 0.0.0.0 and :: stand for all of the machine's.
    case address(ServerAddress)
    /// Every address that an interface has, also one that comes later: a name of 1 to 15 bytes and a
    /// port.
    case interface(String, port: UInt16)

    /// Reads `127.0.0.1:5354`, `[::1]:53`, an address alone, `docker0`, or `docker0:5354`, with port 53
    /// if none is given; nil if the text is none of these.
    public init?(_ text: some StringProtocol) {
        if let address = ServerAddress(text) {
            self = .address(address)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), Self.isInterface(parts[0]) else { return nil }
        if parts.count == 1 {
            self = .interface(String(parts[0]), port: 53)
        } else {
            guard let port = ServerAddress.port(parts[1]) else { return nil }
            self = .interface(String(parts[0]), port: port)
        }
    }

    /// Narrower than the kernel: a mistyped address is no interface.
    private static func isInterface(_ name: some StringProtocol) -> Bool {
        (1...15).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    || "-_.".unicodeScalars.contains($0)
            }
            && name.unicodeScalars.contains { $0.properties.isAlphabetic }
    }
}

extension ListenPlace: CustomStringConvertible {
    /// The text that it is read from, with its port.
    public var description: String {
        switch self {
        case .address(let address): address.description
        case .interface(let name, let port): "\(name):\(port)"
        }
    }
}

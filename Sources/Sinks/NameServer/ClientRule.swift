import DockerNetwork

/// The clients that get answers: those on this machine and on private networks, and what is allowed
/// besides.
struct ClientRule {
    /// Networks that get answers besides.
    let allowed: [Network]

    /// Whether a client gets answers.
    func allows(_ client: IPAddress) -> Bool {
        switch client {
        case .v4(let address) where Self.isPrivate(address.rawValue): true
        case .v6(let address) where Self.isPrivate(address.rawValue): true
        default: allowed.contains { $0.contains(client) }
        }
    }

    /// Whether a client is on this machine, so that it cannot be another's address.
    static func isLoopback(_ client: IPAddress) -> Bool {
        switch client {
        case .v4(let address): address.rawValue >> 24 == 127
        case .v6(let address): address.rawValue == 1
        }
    }

    /// RFC 1122 section 3.2.1.3, RFC 1918, RFC 3927.
    private static func isPrivate(_ address: UInt32) -> Bool {
        switch address {
        case 0x7F00_0000...0x7FFF_FFFF, 0x0A00_0000...0x0AFF_FFFF, 0xAC10_0000...0xAC1F_FFFF,
            0xC0A8_0000...0xC0A8_FFFF, 0xA9FE_0000...0xA9FE_FFFF:
            true
        default: false
        }
    }

    /// RFC 4291 sections 2.5.3 and 2.5.6, RFC 4193.
    private static func isPrivate(_ address: UInt128) -> Bool {
        address == 1 || address >> 121 == 0xFC >> 1 || address >> 118 == 0xFE80 >> 6
    }
}

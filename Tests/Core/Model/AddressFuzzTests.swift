import Foundation
import TestSupport
import Testing

@testable import DockerNetwork

/// Addresses against the system's own reader and printer, networks and identities against their
/// definitions.
@Suite struct AddressFuzzTests {
    private static let addresses = [
        "172.17.0.2", "10.0.0.1", "255.255.255.255", "0.0.0.0", "fd00::2", "::", "::1", "1::",
        "fd00:0:0:0:0:0:0:2", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4",
        "fe80::1:0:0:1", "2001:db8::1:0:0:1", "1:0:0:2:0:0:0:3", "::1.2.3.4",
    ]

    @Test func addressesAreReadAsTheSystemReadsThem() async {
        var texts = FuzzText(
            "address", seed: 0xADD2E55, samples: Self.addresses,
            alphabet: "0123456789abcdefABCDEF:.::..%")
        var valid = 0
        while await texts.goesOn() {
            let bytes = texts.next()
            let address = IPAddress(utf8: bytes)
            #expect(address == Self.systemAddress(bytes), "\(Self.show(bytes))")
            guard let address else { continue }
            valid += 1
            #expect(IPAddress(address.description) == address)
        }
        #expect(valid > texts.count / 20)
        texts.finish()
    }

    @Test func addressesArePrintedAsTheSystemPrintsThem() {
        var generator = SeededGenerator(seed: 0x5952)
        for _ in 0..<8_000 {
            // Groups are often zero, so that there are runs to shorten.
            let value = (0..<8).reduce(UInt128(0)) { value, _ in
                let group =
                    generator.chance(0.5) ? 0 : UInt128.random(in: 0...0xFFFF, using: &generator)
                return value << 16 | group
            }
            // The system still prints the deprecated IPv4-compatible addresses as dotted quads.
            if value >> 32 == 0 { continue }
            let address = IPv6Address(rawValue: value)
            #expect(address.description == Self.systemText(of: value))
            #expect(IPv6Address(address.description) == address)
        }
    }

    @Test func networksHoldWhatSharesTheirPrefix() async {
        var texts = FuzzText(
            "network", seed: 0xC1D2,
            samples: [
                "10.0.0.0/8", "172.16.0.0/12", "0.0.0.0/0", "fd00::/8", "::/0",
                "10.0.0.1/32", "fd00::1/128", "::ffff:10.0.0.0/104",
            ],
            alphabet: "0123456789abcdef:./")
        var valid = 0
        while await texts.goesOn() {
            let text = String(decoding: texts.next(), as: UTF8.self)
            guard let network = Network(text) else { continue }
            valid += 1
            #expect(Network(network.description) == network)
            #expect(network.contains(network.address))
            let other = Self.randomAddress(using: &texts.generator)
            let near = Self.bits(network.address).prefix(network.prefixLength)
            let isInside =
                Self.bits(other).count == Self.bits(network.address).count
                ? Self.bits(other).starts(with: near) : nil
            if let isInside { #expect(network.contains(other) == isInside, "\(network) \(other)") }
        }
        #expect(valid > texts.count / 20)
        texts.finish()
    }

    /// Not against the system's reader: Foundation's takes `-4` for two hexadecimal digits.
    @Test func identitiesAreReadAsTheirGrammarSays() async {
        var texts = FuzzText(
            "identity", seed: 0x9562,
            samples: [
                "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
                "6BA7B810-9DAD-41D1-80B4-00C04FD430C8", "00000000-0000-0000-0000-000000000000",
            ],
            alphabet: "0123456789abcdefABCDEF--g")
        var valid = 0
        while await texts.goesOn() {
            let text = String(decoding: texts.next(), as: UTF8.self)
            let identity = InstanceID(text)
            let isOne = text.wholeMatch(of: Self.identity) != nil
            #expect(identity?.description == (isOne ? text.lowercased() : nil), "\(text)")
            guard let identity else { continue }
            valid += 1
            #expect(InstanceID(identity.description) == identity)
        }
        #expect(valid > texts.count / 20)
        texts.finish()
    }

    private static var identity: Regex<Substring> {
        /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/
    }

    // MARK: The system's side

    private static func systemAddress(_ bytes: [UInt8]) -> IPAddress? {
        let text = bytes.map { CChar(bitPattern: $0) } + [0]
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return .v4(IPv4Address(rawValue: UInt32(bigEndian: four.s_addr)))
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let value = withUnsafeBytes(of: six) { $0.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
        // `::ffff:a.b.c.d` is `a.b.c.d`.
        return value >> 32 == 0xFFFF
            ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: value)))
            : .v6(IPv6Address(rawValue: value))
    }

    private static func systemText(of value: UInt128) -> String {
        var number = value.bigEndian
        var text = [UInt8](repeating: 0, count: 64)
        text.withUnsafeMutableBytes { buffer in
            _ = inet_ntop(
                AF_INET6, &number, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), 64)
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func randomAddress(using generator: inout SeededGenerator) -> IPAddress {
        generator.chance(0.5)
            ? .v4(IPv4Address(rawValue: 10 << 24 | .random(in: 0...0xFF_FFFF, using: &generator)))
            : .v6(IPv6Address(rawValue: 0xFD << 120 | .random(in: 0...0xFF, using: &generator)))
    }

    private static func bits(_ address: IPAddress) -> String {
        switch address {
        case .v4(let address): padded(String(address.rawValue, radix: 2), to: 32)
        case .v6(let address): padded(String(address.rawValue, radix: 2), to: 128)
        }
    }

    private static func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: count - digits.count) + digits
    }

    private static func show(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

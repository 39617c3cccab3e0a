import DockerNetwork
import TestSupport
import Testing

@Suite struct AddressTests {
    @Test(arguments: ["0.0.0.0", "1.2.3.4", "255.255.255.255", "10.0.0.1"])
    func readsDottedQuads(text: String) throws {
        #expect(try #require(IPv4Address(text)).description == text)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "256.1.1.1", "1.2.3.", ".1.2.3",
        "1..2.3", "1.2.3.4 ", " 1.2.3.4", "0x7f.0.0.1", "1.2.3.a", "٣.2.3.4", "1.2.3.-4",
    ])
    func refusesOtherIPv4Forms(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    /// The right column is the text RFC 5952 asks for.
    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("FD00::A", "fd00::a"),
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:DB8::0001", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ])
    func readsIPv6AndPrintsItCanonically(text: String, canonical: String) throws {
        #expect(try #require(IPv6Address(text)).description == canonical)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1::",
        "12345::", "g::", "1:", ":1", "fe80::1%eth0", "[::1]", "::1.2.3", "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", " ::1",
    ])
    func refusesOtherIPv6Forms(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test func everyIPv6AddressReadsBackAsItself() throws {
        var generator = SeededGenerator(seed: 0x1D_0C_CA)
        for _ in 0..<5000 {
            // Masks of whole groups make runs of zeros frequent.
            var value = UInt128.random(in: .min ... .max, using: &generator)
            for group in 0..<8 where Bool.random(using: &generator) {
                value &= ~(0xFFFF << (16 * group))
            }
            let address = IPv6Address(rawValue: value)
            #expect(IPv6Address(address.description) == address)
        }
    }

    @Test(arguments: [
        ("127.0.0.1", IPAddress.UnreachableReason.loopback), ("127.255.0.9", .loopback),
        ("0.0.0.0", .unspecified), ("224.0.0.1", .multicast), ("239.255.255.255", .multicast),
        ("255.255.255.255", .broadcast), ("::", .unspecified), ("::1", .loopback),
        ("ff02::1", .multicast), ("::ffff:127.0.0.1", .loopback), ("::ffff:224.0.0.1", .multicast),
    ])
    func knowsWhereNoContainerIs(text: String, reason: IPAddress.UnreachableReason) throws {
        #expect(try #require(IPAddress(text)).unreachableReason == reason)
    }

    @Test(arguments: ["172.17.0.2", "10.0.0.1", "8.8.8.8", "fd00::1", "fe80::1", "::ffff:10.0.0.1"])
    func acceptsUnicast(text: String) throws {
        #expect(try #require(IPAddress(text)).unreachableReason == nil)
    }

    @Test(arguments: [
        ("::ffff:10.0.0.1", "10.0.0.1"), ("::FFFF:a00:1", "10.0.0.1"),
        ("0:0:0:0:0:ffff:10.0.0.1", "10.0.0.1"),
        // These only look like it.
        ("::10.0.0.1", "::a00:1"), ("64:ff9b::10.0.0.1", "64:ff9b::a00:1"),
        ("::fffe:10.0.0.1", "::fffe:a00:1"), ("1::ffff:10.0.0.1", "1::ffff:a00:1"),
    ])
    func aMappedAddressIsTheIPv4Address(text: String, canonical: String) throws {
        #expect(try #require(IPAddress(text)).description == canonical)
    }

    @Test func aRegistrationAtAMappedAddressIsOneAtTheIPv4Address() throws {
        let mapped = IPAddress.v6(try #require(IPv6Address("::ffff:10.0.0.1")))
        let registration = try Registration(
            hostname: Hostname("web", in: .docker), address: mapped)
        #expect(registration.address == IPAddress("10.0.0.1"))
    }

    @Test(arguments: [
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::ffff:0:0/96", "0.0.0.0/0"),
        ("::ffff:192.0.2.1/128", "192.0.2.1/32"), ("::/96", "::/96"), ("::/0", "::/0"),
        ("::fffe:0:0/95", "::fffe:0:0/95"),
    ])
    func aNetworkOfMappedAddressesIsTheIPv4Network(text: String, canonical: String) throws {
        #expect(try #require(Network(text)).description == canonical)
    }

    @Test func networksContainWhatTheirPrefixSays() throws {
        let private12 = try #require(Network("172.16.0.0/12"))
        #expect(private12.contains(try #require(IPAddress("172.31.255.255"))))
        #expect(!private12.contains(try #require(IPAddress("172.32.0.0"))))
        #expect(private12.contains(try #require(IPAddress("::ffff:172.16.0.1"))))
        let all = try #require(Network("0.0.0.0/0"))
        #expect(all.contains(try #require(IPAddress("8.8.8.8"))))
        #expect(!all.contains(try #require(IPAddress("fd00::1"))))
        let one = try #require(Network("fd00::1/128"))
        #expect(one.contains(try #require(IPAddress("fd00::1"))))
        #expect(!one.contains(try #require(IPAddress("fd00::2"))))
        let mapped = try #require(Network("::ffff:10.0.0.0/104"))
        #expect(mapped.contains(try #require(IPAddress("10.1.2.3"))))
        #expect(mapped.contains(.v6(try #require(IPv6Address("::ffff:10.1.2.3")))))
        #expect(!mapped.contains(try #require(IPAddress("11.1.2.3"))))
    }

    @Test(arguments: [
        "", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "::ffff:10.0.0.1/104", "fd00::/129",
        "10.0.0.0/+8", "x/8",
    ])
    func refusesWhatIsNoNetwork(text: String) {
        #expect(Network(text) == nil)
    }
}

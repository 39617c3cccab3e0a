import DockerNetwork
import DockerNetworkComposition
import Testing

@Suite("Addresses that are announced")
struct AnnouncedAddressesTests {
    private static func choose(
        _ choices: [String]?, brokers: [String] = [], routes: [String: String] = [:],
        extra: [(String, String)] = []
    ) throws -> [String] {
        let pairs =
            [
                ("lo", "127.0.0.1"), ("eth1", "169.254.7.7"), ("eth1", "fe80::1"),
                ("eth1", "10.1.0.2"), ("eth1", "10.1.0.3"), ("eth1", "fd00::2"),
                ("eth2", "192.168.4.4"),
            ] + extra
        let assignments = try pairs.map {
            NetworkInterfaces.Assignment(interface: $0, address: try #require(IPAddress($1)))
        }
        let snapshot = NetworkInterfaces.Snapshot(
            names: ["lo", "eth1", "eth2", "bare0"], assignments: assignments)
        let addresses = try AnnouncedAddresses(interfaces: snapshot) { destination in
            routes[destination.description].flatMap { IPAddress($0) }
        }.choose(choices?.compactMap(AddressChoice.init), brokerHosts: brokers)
        return addresses.map(\.description)
    }

    @Test(
        "the first entry that has one wins",
        arguments: [
            (["eth1"], ["10.1.0.2", "fd00::2"]), (["eth0", "eth2", "eth1"], ["192.168.4.4"]),
            (["bare0", "192.168.0.0/16"], ["192.168.4.4"]), (["fd00::/8"], ["fd00::2"]),
            (["10.9.9.9"], ["10.9.9.9"]),
            (["eth9", "10.9.9.9", "fd09::9"], ["10.9.9.9", "fd09::9"]),
            (["eth2", "10.9.9.9"], ["192.168.4.4"]),
        ])
    func firstWins(choices: [String], expected: [String]) throws {
        #expect(try Self.choose(choices) == expected)
    }

    @Test(
        "where nothing matches, the interfaces there are get listed",
        arguments: [["eth9"], ["lo"], ["bare0"], ["172.16.0.0/12"], ["169.254.0.0/16"]])
    func nothing(choices: [String]) throws {
        let error = try #require(throws: ToolError.self) { try Self.choose(choices) }
        #expect(error.status == .configuration)
        #expect(error.message.contains("'\(choices[0])'"))
        #expect(error.message.contains("eth2 (192.168.4.4)"))
        #expect(error.message.contains("bare0 (no address)"))
    }

    @Test("by default docker0, then eth0, then the way to the broker, then the default route")
    func defaults() throws {
        let routes = ["10.8.8.8": "10.1.0.2", "192.0.2.1": "192.168.4.4", "127.0.0.1": "127.0.0.1"]
        let docker = [("eth0", "10.5.0.5"), ("docker0", "172.17.0.1")]
        #expect(try Self.choose(nil, routes: routes, extra: docker) == ["172.17.0.1"])
        #expect(try Self.choose(nil, routes: routes, extra: [("eth0", "10.5.0.5")]) == ["10.5.0.5"])
        #expect(try Self.choose(nil, brokers: ["10.8.8.8"], routes: routes) == ["10.1.0.2"])
        #expect(try Self.choose(nil, brokers: ["gateway"], routes: routes) == ["192.168.4.4"])
        #expect(try Self.choose(nil, brokers: ["127.0.0.1"], routes: routes) == ["192.168.4.4"])
        #expect(throws: ToolError.self) { try Self.choose(nil) }
    }

    @Test("this machine has a loopback interface, and sends from it to itself")
    func realMachine() throws {
        let snapshot = NetworkInterfaces.current()
        let loopback = try #require(IPAddress("127.0.0.1"))
        #expect(snapshot.names.contains("lo"))
        #expect(snapshot.assignments.contains(.init(interface: "lo", address: loopback)))
        #expect(RouteSource.address(towards: loopback) == loopback)
    }

    @Test(
        "an entry is an address, a network or an interface's name, or nothing",
        arguments: [
            "", "1.2.3", "1.2.3.256", "10.0.0.1/8", "10.0.0.0/33", "a/b", "a b", "a:1",
            "sixteencharacter",
        ])
    func entries(text: String) {
        #expect(AddressChoice(text) == nil)
    }
}

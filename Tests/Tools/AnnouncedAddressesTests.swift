import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
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
            (["eth*"], ["10.1.0.2", "fd00::2", "192.168.4.4"]), (["*2"], ["192.168.4.4"]),
            (["e*h*1"], ["10.1.0.2", "fd00::2"]), (["x*", "eth2*"], ["192.168.4.4"]),
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

    @Test("by default eth*, then the way to the broker or the default route, then docker0")
    func defaults() throws {
        let routes = ["10.8.8.8": "10.2.0.2", "192.0.2.1": "192.168.4.4", "127.0.0.1": "127.0.0.1"]
        let docker = [("docker0", "172.17.0.1")]
        let every = ["10.1.0.2", "fd00::2", "192.168.4.4"]
        #expect(try Self.choose(nil, routes: routes, extra: docker) == every)
        let bare = { (brokers: [String], routes: [String: String]) throws -> [String] in
            try AnnouncedAddresses(interfaces: Self.snapshot(docker)) { destination in
                routes[destination.description].flatMap { IPAddress($0) }
            }.choose(nil, brokerHosts: brokers).map(\.description)
        }
        #expect(try bare(["10.8.8.8"], routes) == ["10.2.0.2"])
        #expect(try bare(["gateway"], routes) == ["192.168.4.4"])
        #expect(try bare(["127.0.0.1"], routes) == ["192.168.4.4"])
        #expect(try bare(["127.0.0.1"], [:]) == ["172.17.0.1"])
    }

    private static func snapshot(_ pairs: [(String, String)]) -> NetworkInterfaces.Snapshot {
        NetworkInterfaces.Snapshot(
            names: pairs.map(\.0),
            assignments: pairs.compactMap { name, text in
                IPAddress(text).map { NetworkInterfaces.Assignment(interface: name, address: $0) }
            })
    }

    @Test(
        "what is announced and still there is not left for a better entry",
        arguments: [
            // What is there now, what was announced, and what is announced then.
            ([("eth0", "10.5.0.5"), ("docker0", "172.17.0.1")], ["172.17.0.1"], ["172.17.0.1"]),
            ([("eth0", "10.5.0.5"), ("docker0", "172.17.0.1")], ["172.17.0.9"], ["10.5.0.5"]),
            (
                [("eth0", "10.5.0.5"), ("eth1", "10.6.0.6")], ["10.5.0.5"],
                ["10.5.0.5", "10.6.0.6"]
            ),
            ([("eth0", "10.5.0.4"), ("eth0", "10.5.0.5")], ["10.5.0.5"], ["10.5.0.5"]),
            ([("eth1", "10.6.0.6")], ["10.5.0.5", "10.6.0.6"], ["10.6.0.6"]),
            ([("other", "10.5.0.5")], ["10.5.0.5"], ["10.5.0.5"]),
            ([("eth0", "10.5.0.5"), ("eth0", "fd00::5")], ["10.5.0.5"], ["10.5.0.5", "fd00::5"]),
        ] as [([(String, String)], [String], [String])])
    func keeping(now: [(String, String)], announced: [String], expected: [String]) throws {
        let chosen = try AnnouncedAddresses(interfaces: Self.snapshot(now)) { _ in nil }
            .choose(nil, brokerHosts: [], keeping: announced.compactMap { IPAddress($0) })
        #expect(chosen.map(\.description) == expected)
    }

    @Test("a literal address stays too")
    func keepingLiteral() throws {
        let choices = ["eth0", "10.9.9.9"].compactMap(AddressChoice.init)
        let literal = try #require(IPAddress("10.9.9.9"))
        let chosen = try AnnouncedAddresses(interfaces: Self.snapshot([("eth0", "10.5.0.5")]))
            .choose(choices, brokerHosts: [], keeping: [literal])
        #expect(chosen == [literal])
    }

    @Test("this machine has a loopback interface, and sends from it to itself")
    func realMachine() throws {
        let snapshot = NetworkInterfaces.current()
        let loopback = try #require(IPAddress("127.0.0.1"))
        #expect(snapshot.names.contains("lo"))
        #expect(
            snapshot.assignments.contains(
                .init(interface: "lo", address: loopback, network: Network("127.0.0.0/8"))))
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

import DockerNetwork
import Foundation
import my_docker_network
import Testing

@Suite("What list prints")
struct RegisteredNamesTests {
    private static func entry(_ name: String, _ address: String, instance: Int? = nil) throws
        -> Entry
    {
        let registration = try Registration(
            hostname: try Hostname(name, in: .docker), address: try #require(IPAddress(address)))
        let holder = instance.map {
            Origin(instance: InstanceID(rawValue: UInt128($0)), started: 5, sequence: 7)
        }
        return Entry(
            registration, holder: holder, lease: instance == nil ? nil : Lease(seconds: 30))
    }

    @Test("the first sink leads, the others add")
    func merges() throws {
        let names = RegisteredNames(
            [
                .init([try Self.entry("web", "10.0.0.2", instance: 1)], domain: .docker),
                .init(
                    [try Self.entry("web", "10.0.0.2"), try Self.entry("db", "10.0.0.3")],
                    domain: .docker),
            ])
        #expect(names.entries.map(\.registration.hostname.name) == ["db", "web"])
        #expect(names.entries[1].holder?.instance.rawValue == 1)
        #expect(
            names.table == """
                NAME        ADDRESS   INSTANCE                              LEASE
                db.docker   10.0.0.3  -                                     -
                web.docker  10.0.0.2  00000000-0000-0000-0000-000000000001  30s

                """)
    }

    @Test("the JSON is JSON, with what is held and no more")
    func json() throws {
        let names = RegisteredNames(
            [
                .init(
                    [
                        try Self.entry("web", "fd00::2", instance: 1),
                        try Self.entry("db", "10.0.0.3"),
                    ], domain: .docker)
            ])
        let parsed = try JSONSerialization.jsonObject(with: Data(names.json.utf8))
        let objects = try #require(parsed as? [[String: Any]])
        #expect(objects[0].keys.sorted() == ["address", "name"])
        #expect(objects[0]["name"] as? String == "db.docker")
        #expect(objects[1]["address"] as? String == "fd00::2")
        #expect(objects[1]["lease"] as? Int == 30)
        #expect(objects[1]["started"] as? Int == 5)
        #expect(objects[1]["sequence"] as? Int == 7)
        #expect(RegisteredNames([]).json == "[]\n")
    }

    @Test("a name ends in the domain of the place that holds it, and may have several")
    func domains() throws {
        let lan = try Domain("lan")
        let web = try Self.entry("web", "10.0.0.2")
        let names = RegisteredNames([
            .init([web], domain: lan),
            .init([web, try Self.entry("db", "10.0.0.3")], domain: .docker),
        ])
        #expect(
            names.table == """
                NAME       ADDRESS   INSTANCE  LEASE
                db.docker  10.0.0.3  -         -
                web.lan    10.0.0.2  -         -

                """)
        let parsed = try JSONSerialization.jsonObject(with: Data(names.json.utf8))
        let objects = try #require(parsed as? [[String: Any]])
        #expect(objects[0]["name"] as? String == "db.docker")
        #expect(objects[0]["names"] == nil)
        #expect(objects[1]["name"] as? String == "web.lan")
        #expect(objects[1]["names"] as? [String] == ["web.lan", "web.docker"])
    }
}

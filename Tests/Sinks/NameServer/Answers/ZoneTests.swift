import DockerNetwork
import HashTreeCollections
import TestSupport
import Testing

@testable import DockerNetworkNameServer

/// A zone beside the plainest model of it.
struct ZoneTests {
    private struct Pair: Hashable {
        let name: String
        let address: IPAddress
    }

    private static let labels = ["a", "b", "web", "db-1", String(repeating: "x", count: 63)]

    private static func pair(_ generator: inout SeededGenerator) -> Pair {
        let count = Int.random(in: 1...3, using: &generator)
        let name = (0..<count).map { _ in labels.randomElement(using: &generator) ?? "" }
        let last = UInt32.random(in: 1...6, using: &generator)
        let address: IPAddress =
            Bool.random(using: &generator)
            ? .v4(IPv4Address(rawValue: 0x0A00_0000 + last))
            : .v6(IPv6Address(rawValue: 0xFD << 120 + UInt128(last)))
        return Pair(name: name.joined(separator: "."), address: address)
    }

    private static func hostname(_ name: String) throws -> Hostname {
        try Hostname(name, in: .docker)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func isWhatTheModelIs(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var zone = Zone(domain: .docker)
        var model: Set<Pair> = []
        var former: (zone: Zone, model: Set<Pair>) = (zone, model)
        for step in 0..<1500 {
            let pair = Self.pair(&generator)
            // It fills, then empties.
            if Int.random(in: 0..<1500, using: &generator) > step {
                #expect(
                    zone.insert(try Self.hostname(pair.name), pair.address)
                        == model.insert(pair).inserted)
            } else {
                let pair = model.randomElement(using: &generator) ?? pair
                #expect(
                    zone.remove(try Self.hostname(pair.name), pair.address)
                        == (model.remove(pair) != nil))
            }
            guard step.isMultiple(of: 100) else { continue }
            try Self.compare(zone, model)
            // A copy stays what it was.
            try Self.compare(former.zone, former.model)
            former = (zone, model)
        }
        for pair in model { zone.remove(try Self.hostname(pair.name), pair.address) }
        try Self.compare(zone, [])
    }

    private static func compare(_ zone: Zone, _ model: Set<Pair>) throws {
        #expect(zone.count == model.count)
        var existing: Set<String> = []
        for pair in model {
            let labels = pair.name.split(separator: ".")
            for start in labels.indices {
                existing.insert(labels[start...].joined(separator: "."))
            }
        }
        let byName = Dictionary(grouping: model, by: \.name)
        var tried = existing
        for one in labels {
            tried.insert(one)
            for two in labels { tried.insert("\(one).\(two)") }
        }
        for name in tried {
            let node = zone.node(.of(try hostname(name)))
            #expect((node != nil) == existing.contains(name), "\(name)")
            let records = node?.records
            let found =
                (records?.v4 ?? []).map(IPAddress.v4) + (records?.v6 ?? []).map(IPAddress.v6)
            let expected = (byName[name] ?? []).map(\.address)
            #expect(Set(found) == Set(expected) && found.count == expected.count, "\(name)")
            #expect(node?.isRegistered ?? false == !expected.isEmpty, "\(name)")
        }
        for (address, pairs) in Dictionary(grouping: model, by: \.address) {
            let names = try #require(zone.names(of: address))
            let expected = Set(try pairs.map { WireName.of(try hostname($0.name)) })
            switch names {
            case .one(let name): #expect(expected == [name])
            case .several(let several): #expect(expected == Set(several) && names.count > 1)
            }
        }
        #expect(zone.names(of: .v4(IPv4Address(rawValue: 0x0B00_0001))) == nil)
    }
}

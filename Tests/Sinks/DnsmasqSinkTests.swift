import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import Testing
import TestSupport

/// Both layouts against a real dnsmasq.
@Suite(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
struct DnsmasqSinkTests {
    @Test(arguments: Dnsmasq.Layout.allCases)
    func addsReplacesAndRemoves(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        try await applier.apply(try Sample.table(["web": "10.0.0.1", "db.shop": "10.0.0.2"]))
        #expect(try dnsmasq.addresses("web.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.addresses("DB.Shop.docker") == ["10.0.0.2"])
        #expect(try dnsmasq.pointers("10.0.0.1") == ["web.docker."])

        try await applier.apply(try Sample.table(["web": "10.0.0.3", "db.shop": "10.0.0.2"]))
        #expect(try dnsmasq.addresses("web.docker") == ["10.0.0.3"])
        #expect(try dnsmasq.pointers("10.0.0.1") == [])
        #expect(try dnsmasq.pointers("10.0.0.3") == ["web.docker."])

        try await applier.apply(
            try Sample.table(["web": "10.0.0.3", "web": "10.0.0.4", "db.shop": "10.0.0.2"]))
        #expect(try dnsmasq.addresses("web.docker") == ["10.0.0.3", "10.0.0.4"])

        try await applier.apply(try Sample.table(["db.shop": "10.0.0.2"]))
        #expect(try dnsmasq.ask("web.docker", "A").contains("status: NXDOMAIN"))
        #expect(try dnsmasq.pointers("10.0.0.3") == [])
        #expect(try dnsmasq.addresses("db.shop.docker") == ["10.0.0.2"])

        try await applier.apply(Table())
        #expect(try dnsmasq.ask("db.shop.docker", "A").contains("status: NXDOMAIN"))
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func pointersFollowAnAddress(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        // Many pairs, so that either order of the files comes about.
        for number in 0..<8 {
            let (old, new) = ("old-\(number)", "new-\(number)")
            try await applier.apply(try Sample.table([old: "10.0.0.1", "other": "10.0.0.2"]))
            #expect(try dnsmasq.pointers("10.0.0.1") == ["\(old).docker."])
            try await applier.apply(try Sample.table([new: "10.0.0.1", "other": "10.0.0.2"]))
            #expect(try dnsmasq.pointers("10.0.0.1") == ["\(new).docker."])
            #expect(try dnsmasq.addresses("\(old).docker") == [])
            #expect(try dnsmasq.addresses("\(new).docker") == ["10.0.0.1"])
        }
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func pointersSurviveASwapAndAnAliasThatGoes(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        try await applier.apply(
            try Sample.table(["a": "10.0.0.1", "b": "10.0.0.2", "c": "10.0.0.3"]))
        // Whichever is written first, one takes an address that another still has.
        try await applier.apply(
            try Sample.table(["a": "10.0.0.2", "b": "10.0.0.3", "c": "10.0.0.1"]))
        #expect(try dnsmasq.pointers("10.0.0.1") == ["c.docker."])
        #expect(try dnsmasq.pointers("10.0.0.2") == ["a.docker."])
        #expect(try dnsmasq.pointers("10.0.0.3") == ["b.docker."])

        try await applier.apply(try Sample.table(["web": "10.0.0.9"]))
        try await applier.apply(try Sample.table(["web": "10.0.0.9", "www": "10.0.0.9"]))
        try await applier.apply(try Sample.table(["www": "10.0.0.9"]))
        #expect(try dnsmasq.pointers("10.0.0.9") == ["www.docker."])
        #expect(try dnsmasq.addresses("www.docker") == ["10.0.0.9"])
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func holdsIPv6AndAnswersNothingWhereThereIsNone(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        try await applier.apply(
            try Sample.table(["six": "fd00::1", "both": "10.0.0.1", "both": "fd00::2"]))
        #expect(try dnsmasq.addresses("six.docker", "AAAA") == ["fd00::1"])
        #expect(try dnsmasq.addresses("both.docker", "AAAA") == ["fd00::2"])
        #expect(try dnsmasq.addresses("both.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.pointers("fd00::1") == ["six.docker."])
        // NODATA: no error and no address.
        let answer = try dnsmasq.ask("six.docker", "A")
        #expect(answer.contains("status: NOERROR"))
        #expect(answer.contains("ANSWER: 0"))
        try await applier.apply(try Sample.table(["both": "10.0.0.1"]))
        #expect(try dnsmasq.ask("both.docker", "AAAA").contains("status: NOERROR"))
        #expect(try dnsmasq.addresses("both.docker", "AAAA") == [])
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func aSecondSinkAdopts(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        let held = try Sample.entry("held", "10.0.0.1", holder: Sample.holder(3), lease: 30)
        let free = try Sample.entry("free", "10.0.0.2")
        var first = Applier(try dnsmasq.makeSink())
        try await first.apply(Table([held, free]))

        let successor = try dnsmasq.makeSink()
        #expect(Table(try await successor.contents()) == Table([held, free]))
        var second = Applier(successor)
        try await second.apply(Table([held]))
        #expect(try dnsmasq.addresses("held.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.addresses("free.docker") == [])
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func resolvesAThousandAtOnce(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        try await applier.apply(Table())
        func names(_ offset: Int) -> [(String, String)] {
            (0..<1000).map { number in
                ("host-\(number)", "10.\(offset).\(number / 250).\(number % 250 + 1)")
            }
        }
        for offset in [1, 2] {
            let expected = names(offset)
            try await applier.apply(Table(try expected.map { try Sample.entry($0.0, $0.1) }))
            let found = try dnsmasq.addresses(of: expected.map { "\($0.0).docker" })
            #expect(found.count == 1000)
            for (name, address) in expected { #expect(found["\(name).docker"] == address) }
        }
        #expect(try dnsmasq.pointers("10.1.0.1") == [])
        #expect(try dnsmasq.pointers("10.2.0.1") == ["host-0.docker."])
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func withoutAServerNamesResolveSoon(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try DnsmasqSink(mode: dnsmasq.mode))
        let entries = try (1...100).map { try Sample.entry("host-\($0)", "10.0.0.\($0)") }
        try await applier.apply(Table(entries))
        let names = entries.map { $0.registration.hostname.qualified(in: .docker) }
        try await eventually("dnsmasq has it", within: .seconds(40)) {
            try dnsmasq.addresses(of: names).count == 100
        }
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func onlyNamesThatFitGoThere(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        let pattern = try #require(NamePattern("shop-*"))
        let sink = try DnsmasqSink(
            mode: dnsmasq.mode, names: [pattern], server: dnsmasq.server)
        var applier = Applier(sink)
        try await applier.apply(try Sample.table(["shop-a": "10.0.0.1", "web": "10.0.0.2"]))
        #expect(try dnsmasq.addresses("shop-a.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.addresses("web.docker") == [])
        try await applier.apply(
            try Sample.table(["shop-a": "10.0.0.1", "shop-b": "10.0.0.3", "db": "10.0.0.4"]))
        #expect(try dnsmasq.addresses("shop-b.docker") == ["10.0.0.3"])
        #expect(try dnsmasq.addresses("db.docker") == [])
    }
}

import Testing

@testable import DockerNetwork

/// Rule 5: instances may share an address, and a dead one's name leaves it soon.
@Suite struct SharedAddressTests {
    private let first = Emitting(1, started: 1000)
    private let second = Emitting(2, started: 2000)
    private let third = Emitting(3, started: 3000)
    private let web = registration("web", "10.0.0.1")
    private let db = registration("db", "10.0.0.1")
    private let cache = registration("cache", "10.0.0.1")

    @Test func twoOnTheHostsNetworkKeepBothNamesByRenewing() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.wait(.seconds(5))
        #expect(host.hear(second.up(db, 1, lease: 30)) == .changed)
        for round in 2..<20 {
            host.wait(.seconds(10))
            host.hear(first.up(web, Int64(round), lease: 30))
            host.hear(second.up(db, Int64(round), lease: 30))
            #expect(host.table == [web, db])
        }
    }

    @Test func aDeadContainersNameLeavesItsAddressTwoThirdsOfItsLeaseAfterTheNewcomerCame() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.wait(.seconds(1))
        host.hear(second.up(db, 1, lease: 300))
        host.wait(.milliseconds(19_999))
        #expect(host.table == [web, db])
        host.wait(.milliseconds(1))
        #expect(host.table == [db])
    }

    @Test func itsOwnLeaseCountsNotTheNewcomers() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 300))
        host.hear(second.up(db, 1, lease: 3))
        host.hear(second.up(db, 2, lease: 3))
        host.wait(.seconds(199))
        #expect(host.table == [web])
        host.wait(.seconds(1))
        #expect(host.table.isEmpty)
    }

    @Test func aRenewalSettlesItForGood() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 1, lease: 300))
        host.wait(.seconds(10))
        host.hear(first.up(web, 2, lease: 30))
        // Neither a renewal of the newcomer nor another name of it starts it again.
        host.hear(second.up(db, 2, lease: 300))
        host.hear(second.up(cache, 3, lease: 300))
        host.wait(.seconds(29))
        #expect(host.table == [web, db, cache])
        host.wait(.seconds(1))
        #expect(host.table == [db, cache])
    }

    @Test func anotherNewcomerContestsItAgain() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 1, lease: 300))
        host.wait(.seconds(10))
        host.hear(first.up(web, 2, lease: 30))
        host.hear(third.up(cache, 1, lease: 300))
        host.wait(.seconds(20))
        #expect(host.table == [db, cache])
    }

    @Test func theFirstOfSeveralNewcomersCounts() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 1, lease: 300))
        host.wait(.seconds(9))
        host.hear(third.up(cache, 1, lease: 300))
        host.wait(.seconds(11))
        #expect(host.table == [db, cache])
    }

    @Test func anEarlierStartedNewcomerContestsNothing() {
        var host = Host()
        host.hear(second.up(web, 1, lease: 30))
        #expect(host.hear(first.up(db, 1, lease: 300)) == .changed)
        host.wait(.seconds(29))
        #expect(host.table == [web, db])
        host.wait(.seconds(1))
        #expect(host.table == [db])
    }

    @Test func whoComesToAnAddressAfterANewcomerHasMetIt() {
        var host = Host()
        host.hear(second.up(db, 1, lease: 300))
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 2, lease: 300))
        host.wait(.seconds(29))
        #expect(host.table == [web, db])
    }

    @Test func aNewcomerThatLeftHasContestedAllTheSame() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 1, lease: 30))
        host.hear(second.down(db, 2))
        host.wait(.seconds(20))
        #expect(host.table.isEmpty)
    }

    @Test func anInstanceThatShowsALaterStartIsANewcomerToThoseInBetween() {
        var host = Host()
        host.hear(second.up(web, 1, lease: 30))
        host.hear(first.up(db, 1, lease: 300))
        host.hear(Emitting(1, started: 3000).up(db, 2, lease: 300))
        host.wait(.seconds(20))
        #expect(host.table == [db])
    }

    @Test func onlyTheSameAddressCounts() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(registration("db", "10.0.0.2"), 1, lease: 300))
        host.wait(.seconds(29))
        #expect(host.table.contains(web))
    }

    @Test func whatHasNoLeaseOrNoHolderStays() {
        var host = Host()
        host.hear(first.up(web, 1))
        host.hear(Announcement(.up, cache, lease: Lease(seconds: 30)))
        host.hear(second.up(db, 1, lease: 300))
        host.wait(.seconds(29))
        #expect(host.table == [web, cache, db])
        host.wait(.seconds(200))
        #expect(host.table == [web, db])
    }

    @Test func aMessageOfNobodyContestsNothing() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(Announcement(.up, db))
        host.wait(.seconds(29))
        #expect(host.table == [web, db])
    }

    @Test func deafnessEndsNoContestedName() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30), from: 1)
        host.hear(second.up(db, 1, lease: 3000), from: 0)
        host.wait(.seconds(1000), hearing: [0])
        #expect(host.table == [web, db])
        // After the gap it has the same time once more.
        host.registry.grantFreshLeases(of: TransportID(rawValue: 1), at: host.moment.elapsed)
        host.wait(.milliseconds(19_999), hearing: [0, 1])
        #expect(host.table == [web, db])
        host.wait(.milliseconds(1), hearing: [0, 1])
        #expect(host.table == [db])
    }

    @Test func aTransportThatIsLetGoLeavesAContestedNameItsTime() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30), from: 1)
        host.hear(second.up(db, 1, lease: 3000), from: 0)
        host.wait(.seconds(10), hearing: [0])
        host.registry.release(TransportID(rawValue: 1), at: host.moment.elapsed)
        host.wait(.milliseconds(19_999))
        #expect(host.table == [web, db])
        host.wait(.milliseconds(1))
        #expect(host.table == [db])
    }

    @Test func adoptedNamesContestNothingAndKeepTheirAddresses() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(db, 1, lease: 300))
        var restarted = Host()
        restarted.registry.adopt(host.registry.table.sorted(), at: restarted.moment)
        #expect(restarted.hear(second.up(db, 2, lease: 300)) == .unchanged)
        restarted.wait(.seconds(29))
        #expect(restarted.table == [web, db])
    }

    @Test func theNameOfARestartedContainerIsTakenAtOnce() {
        // The key itself is not shared: the later-started one has it.
        var host = Host(Policy(conflicts: .all))
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(second.up(web, 1, lease: 30)) == .changed)
        #expect(host.hear(first.up(web, 2, lease: 30)) == second.holdsName(under: .all))
        #expect(host.registry.table[web]?.holder?.instance == second.instance)
    }

    @Test func aFloodOfNewcomersKeepsTheBooksSmall() {
        var host = Host(Policy(namesInAll: 20_000, hostnamesPerAddress: 20_000))
        host.hear(first.up(web, 1, lease: 30))
        for number in 0..<10_000 {
            let newcomer = Emitting(UInt128(number + 10), started: Int64(5000 + number))
            host.hear(newcomer.up(registration("n\(number)", "10.0.0.1"), 1, lease: 300))
        }
        #expect(host.registry.state.contests.count == ContestLog.capacityPerAddress)
        // The newest ones contest it as well.
        host.wait(.seconds(20))
        #expect(!host.table.contains(web))
    }
}

import Testing

@testable import DockerNetwork

/// Each test is one rule of the registry, by its number in the design.
@Suite struct RegistryTests {
    private let first = Emitting(1, started: 1000)
    private let second = Emitting(2, started: 2000)
    private let web = registration("web", "10.0.0.1")
    private let webElsewhere = registration("web", "10.0.0.2")

    // MARK: Rule 1, holders

    @Test func anUpOfNobodyHoldsUntilADown() {
        var host = Host()
        #expect(host.hear(Announcement(.up, web)) == .changed)
        host.wait(.seconds(1_000_000))
        #expect(host.table == [web])
        #expect(host.hear(Announcement(.down, web)) == .changed)
        #expect(host.table.isEmpty)
    }

    @Test func aRenewalChangesNothingButTheLease() {
        var host = Host()
        #expect(host.hear(first.up(web, 1, lease: 30)) == .changed)
        host.wait(.seconds(20))
        #expect(host.hear(first.up(web, 2, lease: 30)) == .unchanged)
        host.wait(.seconds(20))
        #expect(host.table == [web])
        #expect(host.registry.table[web]?.holder?.sequence == 1)
        host.wait(.seconds(11))
        #expect(host.table.isEmpty)
    }

    @Test func aRenewalWithAnotherLeaseIsWrittenDown() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(first.up(web, 2, lease: 60)) == .changed)
        #expect(host.registry.table[web]?.lease == Lease(seconds: 60))
        host.wait(.seconds(59))
        #expect(host.table == [web])
    }

    @Test func aShorterLeaseEndsEarlier() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 60))
        host.hear(first.up(web, 2, lease: 10))
        host.wait(.seconds(11))
        #expect(host.table.isEmpty)
    }

    @Test func aLaterInstanceTakesTheKeyAndAnEarlierDoesNot() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(second.up(web, 1, lease: 60)) == .changed)
        #expect(host.hear(first.up(web, 2, lease: 30)) == second.holdsName())
        #expect(host.registry.table[web]?.holder?.instance == second.instance)
        host.wait(.seconds(59))
        #expect(host.table == [web])
    }

    @Test func anyInstanceTakesWhatNobodyHolds() {
        var host = Host()
        host.hear(Announcement(.up, web))
        #expect(host.hear(first.up(web, 1, lease: 30)) == .changed)
        host.wait(.seconds(31))
        #expect(host.table.isEmpty)
    }

    @Test func anUpOfNobodyNeverTakesFromAnInstance() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(Announcement(.up, web)) == .unchanged)
        host.wait(.seconds(31))
        #expect(host.table.isEmpty)
    }

    // MARK: Rule 2, order

    @Test func anOlderMessageNeverUndoesANewerOne() {
        var host = Host()
        host.hear(first.up(web, 5, lease: 30))
        #expect(host.hear(first.down(web, 4)) == .ignored(.outdated))
        #expect(host.hear(first.up(web, 5, lease: 30)) == .ignored(.duplicate))
        #expect(host.hear(first.down(web, 6)) == .changed)
        #expect(host.hear(first.up(web, 5, lease: 30)) == .ignored(.outdated))
        #expect(host.hear(first.up(web, 6, lease: 30)) == .ignored(.outdated))
        #expect(host.hear(first.up(web, 7, lease: 30)) == .changed)
    }

    @Test func aDownThatComesFirstLeavesItsTombstone() {
        var host = Host()
        #expect(host.hear(first.down(web, 2)) == .unchanged)
        #expect(host.hear(first.up(web, 1, lease: 30)) == .ignored(.outdated))
        #expect(host.hear(second.up(web, 1, lease: 30)) == .changed)
    }

    @Test func orderCountsPerRegistration() {
        var host = Host()
        host.hear(first.up(web, 10, lease: 30))
        #expect(host.hear(first.up(registration("db", "10.0.0.1"), 2, lease: 30)) == .changed)
    }

    @Test func aMessageOfNobodyCountsOnce() {
        var host = Host()
        host.hear(Announcement(.up, web), messageID: "a")
        host.hear(Announcement(.down, web), messageID: "b")
        #expect(host.hear(Announcement(.up, web), messageID: "a") == .ignored(.duplicate))
        #expect(host.table.isEmpty)
        host.wait(.seconds(601))
        #expect(host.hear(Announcement(.up, web), messageID: "a") == .changed)
    }

    // MARK: Rule 3, who may withdraw

    @Test func aDownRemovesOnlyWhatItsInstanceHolds() {
        var host = Host()
        host.hear(second.up(web, 1, lease: 30))
        #expect(host.hear(first.down(web, 9)) == .unchanged)
        #expect(host.table == [web])
    }

    @Test func aDownOfNobodyRemovesWhoeverHoldsIt() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(Announcement(.down, webElsewhere)) == .unchanged)
        #expect(host.hear(Announcement(.down, web)) == .changed)
        #expect(host.table.isEmpty)
    }

    @Test func thePolicyMayAskForOrigins() {
        var host = Host(Policy(requiresOrigin: true))
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(Announcement(.down, web)) == .refused(.originRequired))
    }

    // MARK: Rule 4, conflicts on a name

    @Test func theNewestReplacesAndCannotBeReplacedBack() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        #expect(host.hear(second.up(webElsewhere, 1, lease: 30)) == .changed)
        #expect(host.table == [webElsewhere])
        #expect(host.hear(first.up(web, 2, lease: 30)) == second.holdsName())
        host.wait(.seconds(31))
        #expect(host.hear(first.up(web, 3, lease: 30)) == .changed)
    }

    @Test func allStandSideBySide() {
        var host = Host(Policy(conflicts: .all))
        host.hear(first.up(web, 1, lease: 30))
        host.hear(second.up(webElsewhere, 1, lease: 30))
        #expect(host.table == [web, webElsewhere])
    }

    @Test func theFirstKeepsItUnderALease() {
        var host = Host(Policy(conflicts: .first))
        host.hear(first.up(web, 1, lease: 30))
        #expect(
            host.hear(second.up(webElsewhere, 1, lease: 30)) == first.holdsName(under: .first))
        host.wait(.seconds(31))
        #expect(host.hear(second.up(webElsewhere, 2, lease: 30)) == .changed)
        var other = Host(Policy(conflicts: .first))
        other.hear(first.up(web, 1))
        #expect(other.hear(second.up(webElsewhere, 1, lease: 30)) == .changed)
    }

    @Test func whatNobodyHoldsIsNeitherDisplacedNorDisplaces() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        host.hear(Announcement(.up, webElsewhere))
        #expect(host.table == [web, webElsewhere])
        host.hear(second.up(registration("web", "10.0.0.3"), 1, lease: 30))
        #expect(host.table == [webElsewhere, registration("web", "10.0.0.3")])
    }

    @Test func tiesGoToTheLargerUUID() {
        let twin = Emitting(9, started: first.started)
        var host = Host()
        host.hear(twin.up(web, 1, lease: 30))
        #expect(host.hear(first.up(webElsewhere, 1, lease: 30)) == twin.holdsName())
        var other = Host()
        other.hear(first.up(webElsewhere, 1, lease: 30))
        #expect(other.hear(twin.up(web, 1, lease: 30)) == .changed)
        #expect(other.table == host.table)
    }

    @Test func aStartInTheFutureIsRefused() {
        var host = Host()
        let now = host.moment.unixMilliseconds
        #expect(Emitting(3, started: now + 60_001).hearing(&host, web) == .refused(.startedAhead))
        #expect(Emitting(4, started: now + 60_000).hearing(&host, web) == .changed)
    }

    @Test func ofOneInstanceTheLargestStartCounts() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30))
        let restarted = Emitting(1, started: 3000)
        host.hear(restarted.up(registration("db", "10.0.0.1"), 2, lease: 30))
        #expect(host.hear(second.up(webElsewhere, 1, lease: 30)) == restarted.holdsName())
    }

    @Test func aRefusalDisplacesNothing() {
        // The address may be shared, the name is held: neither may change.
        var host = Host()
        let third = Emitting(3, started: 3000)
        host.hear(first.up(registration("db", "10.0.0.9"), 1, lease: 30))
        host.hear(third.up(web, 1, lease: 30))
        let before = host.registry.table
        #expect(host.hear(second.up(registration("web", "10.0.0.9"), 1)) == third.holdsName())
        #expect(host.registry.table == before)
    }

    // MARK: Rule 7, the policy

    @Test func thePolicyIsAskedForDownsToo() throws {
        let policy = Policy(
            allowedNetworks: [try #require(Network("10.0.0.0/31"))],
            allowedNames: [try #require(NamePattern("w*")), try #require(NamePattern("x*"))],
            reservedNames: [try #require(NamePattern("xylophone"))])
        var host = Host(policy)
        #expect(host.hear(Announcement(.up, web)) == .changed)
        #expect(host.hear(Announcement(.up, webElsewhere)) == .refused(.addressNotAllowed))
        let db = registration("db", "10.0.0.1")
        #expect(host.hear(Announcement(.up, db)) == .refused(.nameNotAllowed))
        #expect(host.hear(Announcement(.down, db)) == .refused(.nameNotAllowed))
        let reserved = registration("xylophone", "10.0.0.1")
        #expect(host.hear(Announcement(.up, reserved)) == .refused(.nameReserved))
    }

    // MARK: Adoption and gaps

    @Test func adoptedEntriesGetAWholeLeaseAndKeepTheirOrder() {
        var host = Host()
        host.hear(first.up(web, 7, lease: 30))
        host.hear(Announcement(.up, webElsewhere))
        var restarted = Host()
        restarted.registry.adopt(Array(host.registry.table), at: restarted.moment)
        #expect(restarted.registry.table == host.registry.table)
        #expect(restarted.hear(first.down(web, 6)) == .ignored(.outdated))
        #expect(restarted.hear(first.up(web, 8, lease: 30)) == .unchanged)
        restarted.wait(.seconds(31))
        #expect(restarted.table == [webElsewhere])
    }

    @Test func aLeaseThatNobodyHoldsSurvivesARestart() {
        var host = Host()
        #expect(host.hear(Announcement(.up, web, lease: Lease(seconds: 30))) == .changed)
        #expect(host.hear(Announcement(.up, web, lease: Lease(seconds: 30))) == .unchanged)
        #expect(host.hear(Announcement(.up, web, lease: Lease(seconds: 60))) == .changed)
        #expect(host.hear(Announcement(.up, webElsewhere)) == .changed)
        var restarted = Host()
        restarted.registry.adopt(Array(host.registry.table), at: restarted.moment)
        #expect(restarted.registry.table == host.registry.table)
        restarted.wait(.seconds(59))
        #expect(restarted.table == [web, webElsewhere])
        restarted.wait(.seconds(1))
        #expect(restarted.table == [webElsewhere])
    }

    @Test func adoptedLinesPassThePolicy() {
        var host = Host(Policy(reservedNames: [.any]))
        host.registry.adopt([Entry(web)], at: host.moment)
        #expect(host.table.isEmpty)
    }

    @Test func eachTransportHasItsOwnLeaseClock() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30), from: 1)
        host.wait(.seconds(100), hearing: [0])
        #expect(host.table == [web])
        host.registry.grantFreshLeases(
            of: TransportID(rawValue: 1), at: host.moment.elapsed)
        host.wait(.seconds(29), hearing: [1])
        #expect(host.table == [web])
        host.wait(.seconds(1), hearing: [1])
        #expect(host.table.isEmpty)
    }

    @Test func aRenewalMovesTheLeaseToItsTransport() {
        var host = Host()
        host.hear(first.up(web, 1, lease: 30), from: 0)
        host.hear(first.up(web, 2, lease: 30), from: 1)
        host.wait(.seconds(100), hearing: [0])
        #expect(host.table == [web])
        host.wait(.zero, hearing: [1])
        #expect(host.table.isEmpty)
    }

    // MARK: Changes

    @Test func changesThatUndoEachOtherVanish() {
        var host = Host()
        host.hear(Announcement(.up, web))
        host.hear(Announcement(.down, web))
        #expect(host.registry.takeChanges().isEmpty)
        host.hear(first.up(web, 1))
        let changes = host.registry.takeChanges()
        #expect(changes.updated.map(\.registration) == [web])
        #expect(host.registry.takeChanges().isEmpty)
    }
}

extension Emitting {
    fileprivate func hearing(_ host: inout Host, _ registration: Registration) -> Verdict {
        host.hear(up(registration, 1))
    }
}

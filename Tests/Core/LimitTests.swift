import Testing

@testable import DockerNetwork

/// The policy's limits.
@Suite struct LimitTests {
    private let first = Emitting(1, started: 1000)
    private let second = Emitting(2, started: 2000)
    private let web = registration("web", "10.0.0.1")
    private let webElsewhere = registration("web", "10.0.0.2")
    private let db = registration("db", "10.0.0.1")

    @Test func anInstanceHoldsOnlySoMany() {
        var host = Host(Policy(namesPerInstance: 2))
        host.hear(first.up(registration("a", "10.0.0.1"), 1))
        host.hear(first.up(registration("b", "10.0.0.1"), 2))
        let third = registration("c", "10.0.0.1")
        #expect(host.hear(first.up(third, 3)) == .refused(.tooManyForInstance))
        #expect(host.hear(first.up(registration("a", "10.0.0.1"), 4)) == .unchanged)
        host.hear(first.down(registration("a", "10.0.0.1"), 5))
        #expect(host.hear(first.up(third, 6)) == .changed)
    }

    @Test func theTableHoldsOnlySoMany() {
        var host = Host(Policy(namesInAll: 1))
        host.hear(Announcement(.up, web))
        #expect(host.hear(Announcement(.up, webElsewhere)) == .refused(.tooManyInAll))
        #expect(host.hear(first.up(webElsewhere, 1)) == .refused(.tooManyInAll))
        #expect(host.hear(first.up(web, 2)) == .changed)
    }

    @Test func aUserHoldsOnlySoManyByWhateverInstances() {
        var host = Host(Policy(namesPerUser: 2))
        host.hear(first.up(web, 1), user: "one")
        host.hear(Announcement(.up, db), user: "one")
        let more = registration("more", "10.0.0.9")
        #expect(host.hear(second.up(more, 1), user: "one") == .refused(.tooManyForUser))
        #expect(host.hear(Announcement(.up, more), user: "one") == .refused(.tooManyForUser))
        // It keeps what it has, may move it, and others have room of their own.
        #expect(host.hear(first.up(web, 2), user: "one") == .unchanged)
        #expect(host.hear(second.up(webElsewhere, 2), user: "one") == .changed)
        #expect(host.table == [webElsewhere, db])
        #expect(host.hear(Announcement(.up, more), user: "two") == .changed)
        #expect(host.hear(Announcement(.up, registration("free", "10.0.0.9"))) == .changed)
        host.hear(Announcement(.down, db), user: "one")
        #expect(host.hear(second.up(web, 3), user: "one") == .changed)
    }

    @Test func whoRenewsANameOfNobodyIsCharged() {
        var host = Host(Policy(namesPerUser: 1))
        host.hear(Announcement(.up, web), user: "one")
        #expect(host.hear(Announcement(.up, web), user: "two") == .unchanged)
        #expect(host.hear(Announcement(.up, db), user: "one") == .changed)
        #expect(host.hear(Announcement(.up, db), user: "two") == .refused(.tooManyForUser))
    }

    @Test func aHostnameHasOnlySoManyAddresses() {
        var host = Host(Policy(conflicts: .all, addressesPerHostname: 1))
        host.hear(first.up(web, 1))
        #expect(host.hear(second.up(webElsewhere, 1)) == .refused(.tooManyForHostname))
        #expect(host.hear(Announcement(.up, webElsewhere)) == .refused(.tooManyForHostname))
        #expect(host.hear(second.up(web, 2)) == .changed)
        // What is displaced makes room.
        var newest = Host(Policy(addressesPerHostname: 1))
        newest.hear(first.up(web, 1))
        #expect(newest.hear(second.up(webElsewhere, 1)) == .changed)
    }

    @Test func anAddressHasOnlySoManyHostnames() {
        var host = Host(Policy(hostnamesPerAddress: 1))
        host.hear(first.up(web, 1))
        #expect(host.hear(second.up(db, 1)) == .refused(.tooManyForAddress))
        #expect(host.hear(Announcement(.up, db)) == .refused(.tooManyForAddress))
        host.hear(first.down(web, 2))
        #expect(host.hear(second.up(db, 2)) == .changed)
    }

    @Test func adoptedNamesKeepToTheLimits() {
        let entries = [web, webElsewhere, db].map { Entry($0) }
        for policy in [Policy(namesInAll: 2), Policy(addressesPerHostname: 1)] {
            var host = Host(policy)
            host.registry.adopt(entries, at: host.moment)
            #expect(host.table.count == 2)
        }
        var host = Host(Policy(hostnamesPerAddress: 1))
        host.registry.adopt(entries, at: host.moment)
        #expect(host.table == [web, webElsewhere])
    }

    @Test func lowerLimitsHoldForWhatIsThere() {
        var host = Host(Policy(conflicts: .all))
        host.hear(first.up(web, 1), user: "one")
        host.hear(second.up(webElsewhere, 1), user: "one")
        host.hear(first.up(db, 2), user: "one")
        var other = host
        other.registry.replacePolicy(
            by: Policy(conflicts: .all, namesPerUser: 2), at: host.moment.elapsed)
        #expect(other.table == [db, web])
        host.registry.replacePolicy(by: Policy(), at: host.moment.elapsed)
        #expect(host.table == [db, webElsewhere])
    }

    @Test(arguments: [
        (Refusal.tooManyForInstance, "names-per-instance"), (.tooManyForUser, "names-per-user"),
        (.tooManyInAll, "names-in-all"), (.tooManyForHostname, "addresses-per-hostname"),
        (.tooManyForAddress, "hostnames-per-address"),
    ])
    func aRefusalNamesItsKey(refusal: Refusal, key: String) {
        #expect(refusal.description.contains(key))
    }
}

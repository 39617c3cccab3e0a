import Testing

@testable import DockerNetwork

/// Rule 7: what a user may do to what is not the user's.
@Suite struct UserTests {
    private let first = Emitting(1, started: 1000)
    private let second = Emitting(2, started: 2000)
    private let twosWeb = registration("two-web", "10.0.0.1")
    private let onesX = registration("one-x", "10.0.0.1")

    /// Users `one` and `two`, each with names of its own.
    private func tenants(_ conflicts: Policy.Conflicts = .newest) throws -> Policy {
        Policy(
            conflicts: conflicts,
            users: [
                "one": Policy.User(allowedNames: [try #require(NamePattern("one-*"))]),
                "two": Policy.User(allowedNames: [try #require(NamePattern("two-*"))]),
            ])
    }

    @Test func usersAnnounceOnlyTheirs() throws {
        let alice = Policy.User(allowedNames: [try #require(NamePattern("alice-*"))])
        let web = registration("web", "10.0.0.1")
        var host = Host(Policy(users: ["alice": alice]))
        let name = registration("alice-web", "10.0.0.1")
        #expect(host.hear(Announcement(.up, name), user: "alice") == .changed)
        #expect(host.hear(Announcement(.up, web), user: "alice") == .refused(.nameNotAllowed))
        #expect(host.hear(Announcement(.up, name), user: "bob") == .refused(.userUnknown))
        #expect(host.hear(Announcement(.up, name)) == .refused(.userRequired))
        var open = Host(Policy(users: ["alice": alice, "*": Policy.User()]))
        #expect(open.hear(Announcement(.up, web), user: "bob") == .changed)
        #expect(open.hear(Announcement(.up, registration("web", "10.0.0.2"))) == .changed)
    }

    @Test func usersWithdrawOnlyTheirs() throws {
        var host = Host(try tenants())
        host.hear(Announcement(.up, twosWeb), user: "two")
        #expect(host.hear(Announcement(.down, twosWeb), user: "one") == .refused(.nameNotAllowed))
        #expect(host.hear(Announcement(.down, twosWeb), user: "three") == .refused(.userUnknown))
        #expect(host.hear(Announcement(.down, twosWeb)) == .refused(.userRequired))
        #expect(host.table == [twosWeb])
    }

    @Test(arguments: Policy.Conflicts.allCases)
    func aUserWithRulesEndsNothingAtTheAddressOfAnother(conflicts: Policy.Conflicts) throws {
        var host = Host(try tenants(conflicts))
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        #expect(host.hear(second.up(onesX, 1, lease: 2_592_000), user: "one") == .changed)
        host.wait(.seconds(29))
        #expect(host.table == [twosWeb, onesX])
        #expect(host.hear(first.up(twosWeb, 2, lease: 30), user: "two") == .unchanged)
        host.wait(.seconds(30))
        #expect(host.table == [onesX])
        #expect(host.hear(first.up(twosWeb, 3, lease: 30), user: "two") == .changed)
    }

    @Test func whatAUserMayAnnounceItMayContest() throws {
        var host = Host(try tenants())
        host.hear(first.up(onesX, 1, lease: 30), user: "one")
        host.hear(second.up(registration("one-y", "10.0.0.1"), 1, lease: 300), user: "one")
        host.wait(.seconds(20))
        #expect(host.table == [registration("one-y", "10.0.0.1")])
    }

    @Test func anotherUsersInstanceIsRefusedAndChangesNothing() {
        var host = Host(Policy(namesPerInstance: 2))
        let later = Emitting(1, started: 9000)
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        let refused = Verdict.refused(.instanceOfAnotherUser)
        for user in ["one", nil] {
            #expect(host.hear(later.up(onesX, 2, lease: 30), user: user) == refused)
            #expect(host.hear(later.up(twosWeb, 9, lease: 30), user: user) == refused)
            #expect(host.hear(later.down(twosWeb, 9), user: user) == refused)
        }
        // Neither its start, nor its sequence, nor its room has changed.
        #expect(
            host.hear(second.up(registration("two-web", "10.0.0.2"), 1), user: "two") == .changed)
        #expect(
            host.hear(first.up(twosWeb, 2, lease: 30), user: "two") == second.holdsName(user: "two")
        )
        #expect(host.hear(first.up(registration("a", "10.0.0.1"), 3), user: "two") == .changed)
        #expect(host.hear(first.up(registration("b", "10.0.0.1"), 4), user: "two") == .changed)
    }

    @Test func anInstanceBelongsToItsUserUntilItsTombstonesAreGone() {
        var host = Host()
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        host.hear(first.down(twosWeb, 2), user: "two")
        let refused = Verdict.refused(.instanceOfAnotherUser)
        host.wait(.seconds(599))
        #expect(host.hear(first.up(onesX, 3), user: "one") == refused)
        host.wait(.seconds(1))
        #expect(host.hear(first.up(onesX, 3), user: "one") == .changed)
        #expect(host.hear(first.up(onesX, 4), user: "two") == refused)
    }

    @Test func whoStillAnnouncesAnInstanceGoesOnOwningIt() {
        var host = Host()
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        host.hear(second.up(twosWeb, 1), user: "two")
        for sequence: Int64 in 2..<4 {
            host.wait(.seconds(400))
            let verdict = host.hear(first.up(twosWeb, sequence, lease: 30), user: "two")
            #expect(verdict == second.holdsName(user: "two"))
        }
        #expect(host.hear(first.up(onesX, 9), user: "one") == .refused(.instanceOfAnotherUser))
    }

    @Test func afterARestartAnInstanceBelongsToTheFirstWhoRenews() throws {
        var host = Host(try tenants())
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        var restarted = Host(try tenants())
        restarted.registry.adopt(host.registry.table.sorted(), at: restarted.moment)
        // With a name of its own it renews nothing of that instance.
        let refused = Verdict.refused(.instanceOfAnotherUser)
        #expect(restarted.hear(first.up(onesX, 2, lease: 30), user: "one") == refused)
        #expect(restarted.hear(first.down(onesX, 3), user: "one") == refused)
        #expect(restarted.hear(first.up(twosWeb, 4, lease: 30), user: "two") == .unchanged)
        #expect(restarted.hear(first.up(onesX, 5, lease: 30), user: "one") == refused)
        #expect(restarted.table == [twosWeb])
    }

    @Test func aHeldNameNamesItsHoldersUser() {
        var host = Host()
        host.hear(second.up(twosWeb, 1, lease: 30), user: "two")
        let verdict = host.hear(first.up(registration("two-web", "10.0.0.2"), 1), user: "one")
        #expect(verdict == second.holdsName(user: "two"))
    }

    @Test func newRulesHoldForWhatIsThere() throws {
        var host = Host()
        host.hear(first.up(twosWeb, 1), user: "two")
        host.hear(Announcement(.up, onesX), user: "two")
        host.registry.replacePolicy(by: try tenants(), at: host.moment.elapsed)
        #expect(host.table == [twosWeb])
    }

    @Test func anotherPolicyMayLetAContestEndAName() throws {
        var host = Host(try tenants())
        host.hear(first.up(twosWeb, 1, lease: 30), user: "two")
        host.wait(.seconds(8))
        host.hear(second.up(onesX, 1, lease: 300), user: "one")
        // By now the registry has looked at the contest, which this user could not win.
        host.wait(.seconds(13))
        host.registry.replacePolicy(by: Policy(), at: host.moment.elapsed)
        host.wait(.seconds(6))
        #expect(host.table == [twosWeb, onesX])
        host.wait(.seconds(1))
        #expect(host.table == [onesX])
    }
}

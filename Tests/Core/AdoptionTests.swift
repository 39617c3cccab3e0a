import DockerNetwork
import Testing

/// What a restarted service takes over of what its predecessor wrote.
extension HostServiceTests {
    @Test func aRestartAdoptsAndLosesNothing() async throws {
        let sink = MemorySink()
        try await withHost(sinks: [SinkBinding(sink)]) { try await announce(.up, web) }
        let second = MemorySink()
        try await withHost(sinks: [SinkBinding(sink), SinkBinding(second)]) {
            await second.waitFor(web)
            try await announce(.up, database)
        }
        #expect(await sink.table.count == 2)
        #expect(await second.table == sink.table)
    }

    @Test func aSinkThatCannotBeReadIsNotEmptied() async throws {
        let sink = MemorySink([Entry(web)])
        await sink.fail(SinkError("no such device"), reading: SinkError("no such device"))
        try await withHost(sinks: [SinkBinding(sink)]) {
            try await announce(.up, database, receipts: false)
            await sink.fail(nil)
            await sink.waitFor(web, database)
        }
    }

    @Test func whatIsWithdrawnBeforeTheSinkCanBeReadStaysGone() async throws {
        let sink = MemorySink([Entry(web), Entry(database)])
        await sink.fail(SinkError("no such device"), reading: SinkError("no such device"))
        let other = MemorySink()
        try await withHost(sinks: [SinkBinding(sink), SinkBinding(other, isRequired: false)]) {
            try await announce(.down, web, receipts: false)
            try await announce(.up, registration("seen", "10.0.0.9"), receipts: false)
            await other.waitFor(registration("seen", "10.0.0.9"))
            await sink.fail(nil)
            await sink.waitFor(database, registration("seen", "10.0.0.9"))
        }
    }

    @Test func whatTheFirstSinkLeavesOutLivesOn() async throws {
        let first = MemorySink(leavingOut: [web])
        let second = MemorySink()
        let sinks = [SinkBinding(first), SinkBinding(second)]
        try await withHost(sinks: sinks) { try await announce(.up, web, database) }
        try await withHost(sinks: sinks) {
            try await announce(.up, registration("new", "10.0.0.3"))
            #expect(await second.table[web] != nil)
            #expect(await second.fewest == 2)
            #expect(await first.table.count == 2)
        }
    }

    @Test func aSinkThatIsNewLosesNothing() async throws {
        let old = MemorySink([Entry(web)])
        let new = MemorySink()
        try await withHost(sinks: [SinkBinding(new), SinkBinding(old)]) {
            await new.waitFor(web)
            try await announce(.up, database)
            #expect(await old.table.count == 2)
        }
    }

    @Test func ofTwoSinksThatDisagreeTheFirstRequiredOneLeads() async throws {
        let origin = Origin(instance: .random(), started: 1, sequence: 1)
        let held = Entry(web, holder: origin, lease: Lease(seconds: 3600))
        let optional = MemorySink([Entry(web)])
        let first = MemorySink([held])
        let second = MemorySink([Entry(web)])
        let sinks = [
            SinkBinding(optional, isRequired: false), SinkBinding(first), SinkBinding(second),
        ]
        try await withHost(sinks: sinks) {
            try await announce(.up, database)
            for sink in [first, second] { #expect(await sink.table[web] == held) }
        }
    }

    @Test func ofASinkThatIsNotRequiredWhatHasALeaseIsBelieved() async throws {
        let origin = Origin(instance: .random(), started: 1, sequence: 1)
        let leased = Entry(web, holder: origin, lease: Lease(seconds: 3600))
        let required = MemorySink()
        // It missed the end of a name that nobody repeats, while nobody waited for it.
        let optional = MemorySink([leased, Entry(database)])
        let sinks = [SinkBinding(optional, isRequired: false), SinkBinding(required)]
        try await withHost(sinks: sinks) {
            await required.waitFor(web)
            await optional.waitFor(web)
        }
    }

    @Test func withoutARequiredSinkEachIsBelieved() async throws {
        let first = MemorySink([Entry(web)])
        let second = MemorySink([Entry(database)])
        let sinks = [first, second].map { SinkBinding($0, isRequired: false) }
        try await withHost(sinks: sinks) {
            await first.waitFor(web, database)
            await second.waitFor(web, database)
        }
    }

    @Test func aStaleNameGoesWhenItsWithdrawalComesAgain() async throws {
        let sound = MemorySink()
        let broken = MemorySink()
        let sinks = [SinkBinding(sound), SinkBinding(broken)]
        try await withHost(sinks: sinks) {
            try await announce(.up, web)
            await broken.fail(SinkError("disk full"))
            try await announce(.down, web, receipts: false)
            await sound.waitFor()
        }
        #expect(await broken.table.count == 1)
        await broken.fail(nil)
        try await withHost(sinks: sinks) {
            await sound.waitFor()
            await broken.waitFor()
        }
    }

    @Test func aRequiredSinkThatCannotBeReadBesideOneThatCanLosesNothing() async throws {
        let sound = MemorySink([Entry(web)])
        let silent = MemorySink([Entry(web), Entry(database)])
        await silent.fail(SinkError("no such device"), reading: SinkError("no such device"))
        try await withHost(sinks: [SinkBinding(sound), SinkBinding(silent)]) {
            // Its line must not bring back what went while it could not be read.
            try await announce(.down, web, receipts: false)
            await sound.waitFor()
            await silent.fail(nil)
            await silent.waitFor(database)
            await sound.waitFor(database)
        }
    }
}

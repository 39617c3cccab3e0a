import TestSupport
import Testing

@testable import DockerNetwork

/// What a sink lacks and who waits for it, against the plainest model: a place that is written.
@Suite struct SinkQueueTests {
    /// What one answer waits for: what the registration was then, or has been since.
    private struct Waiting {
        var registration: Registration
        var version: Int
    }

    /// A sink's place, and what was true when each answer began to wait.
    private struct World {
        var queue = SinkQueue()
        var table = Table()
        var place = Table()
        /// What each registration has been.
        var history: [Registration: [Entry?]] = [:]
        var waiting: [SinkQueue.ReplyID: Waiting] = [:]
        var flight: SinkUpdate?
        var lastReply = SinkQueue.ReplyID(session: 1, number: 0)
    }

    @Test(arguments: 1...200)
    func nobodyIsAnsweredBeforeItIsWrittenAndEverybodyIsOnce(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var world = World()
        for _ in 0..<300 { step(&world, &generator) }
        // Undisturbed, everything is written and answered.
        finish(&world, succeeds: true)
        while begin(&world, limit: 3) { finish(&world, succeeds: true) }
        #expect(world.queue.isIdle)
        #expect(world.place == world.table)
        #expect(world.waiting.isEmpty)
    }

    private func step(_ world: inout World, _ generator: inout SeededGenerator) {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5:
            let number = Int.random(in: 1...8, using: &generator)
            change(&world, registration("n\(number)", "10.0.0.\(number)"))
        case 5:
            _ = begin(&world, limit: Int.random(in: 1...4, using: &generator))
        case 6:
            wait(&world, registration("n\(Int.random(in: 1...8, using: &generator))", "10.0.0.1"))
        case 7:
            finish(&world, succeeds: Int.random(in: 0..<4, using: &generator) != 0)
        default:
            finish(&world, succeeds: true)
            _ = begin(&world, limit: 2)
        }
    }

    private func change(_ world: inout World, _ registration: Registration) {
        let before = world.table[registration]
        let after = before == nil ? Entry(registration) : nil
        if let after { world.table.insert(after) } else { world.table.remove(registration) }
        world.history[registration, default: [nil]].append(after)
        var changes = TableChanges()
        changes.record(registration, before: before, after: after)
        let announcer = PendingRegistrations.Announcer(sender: .unknown, instance: nil)
        let settled = world.queue.note(changes, from: announcer)
        if !settled.isEmpty { #expect(world.place[registration] == after) }
        for reply in settled { #expect(world.waiting.removeValue(forKey: reply) != nil) }
        wait(&world, registration)
    }

    private func wait(_ world: inout World, _ registration: Registration) {
        world.lastReply.number += 1
        let version = world.history[registration, default: [nil]].count - 1
        if world.queue.wait(world.lastReply, for: registration) {
            world.waiting[world.lastReply] = Waiting(
                registration: registration, version: version)
        } else {
            #expect(
                world.place[registration] == world.table[registration],
                "\(registration) is not written")
        }
    }

    private func begin(_ world: inout World, limit: Int) -> Bool {
        guard world.flight == nil,
            let update = world.queue.begin(world.table, limit: limit)
        else { return false }
        #expect(update.changes?.count ?? 0 <= limit)
        world.flight = update
        return true
    }

    private func finish(_ world: inout World, succeeds: Bool) {
        guard let flight = world.flight.take() else { return }
        guard succeeds else {
            world.queue.fail()
            return
        }
        if let changes = flight.changes {
            for registration in changes.removed { world.place.remove(registration) }
            for entry in changes.updated { world.place.insert(entry) }
        } else {
            world.place = flight.table
        }
        let replies = world.queue.succeed()
        for reply in replies {
            let waited = world.waiting.removeValue(forKey: reply)
            guard let waited else {
                Issue.record("answered twice: \(reply)")
                continue
            }
            let since = world.history[waited.registration, default: [nil]][waited.version...]
            #expect(since.contains(world.place[waited.registration]))
        }
        #expect(world.queue.replyCount == world.waiting.count)
    }
}

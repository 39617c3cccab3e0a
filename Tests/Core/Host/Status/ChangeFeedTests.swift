import Synchronization
import Testing

@testable import DockerNetwork

/// What subscribers are told, and what is counted, within bounds.
@Suite struct ChangeFeedTests {
    private let first = SinkID(rawValue: 1)
    private let second = SinkID(rawValue: 2)
    private let web = registration("web", "10.0.0.1")

    private func change(_ registration: Registration) -> HostChange {
        HostChange(
            time: 0, cause: .announced, registration: registration, entry: Entry(registration))
    }

    private func feed(limit: Int = 10) -> (ChangeFeed, ChangeSubscription) {
        var feed = ChangeFeed()
        let subscription = ChangeSubscription(limit: limit) {}
        feed.add(subscription)
        return (feed, subscription)
    }

    @Test("a change is told when the last required sink holds it, with the time that took")
    func whenWritten() {
        var (feed, subscription) = feed()
        feed.note(change(web), arrival: .seconds(1), now: .seconds(1), sinks: [first, second])
        feed.wrote(first, [web], now: .seconds(2)) { _ in false }
        #expect(subscription.take(9).changes.isEmpty)
        // The second sink was being given what came before.
        feed.wrote(second, nil, now: .seconds(2)) { _ in true }
        #expect(subscription.take(9).changes.isEmpty)
        feed.wrote(second, nil, now: .seconds(3)) { _ in false }
        #expect(subscription.take(9).changes.map(\.took) == [.seconds(2)])
    }

    @Test("it is told at once where no sink lacks it, and where a sink fails")
    func atOnce() {
        var (feed, subscription) = feed()
        feed.note(change(web), arrival: .zero, now: .milliseconds(3), sinks: [])
        #expect(subscription.take(9).changes.map(\.took) == [.milliseconds(3)])
        feed.note(change(web), arrival: .zero, now: .zero, sinks: [first])
        feed.release(waitingFor: second, now: .zero, names: [:])
        #expect(subscription.take(9).changes.isEmpty)
        feed.release(waitingFor: first, now: .zero, names: [first: "hosts"])
        let told = subscription.take(9).changes
        #expect(told.map(\.took) == [nil] && told.map(\.waitsFor) == [["hosts"]])
    }

    @Test("it is told after a second at the latest, and before what follows it")
    func late() {
        var (feed, subscription) = feed()
        feed.note(change(web), arrival: .zero, now: .zero, sinks: [first])
        feed.release(waitingFor: nil, now: .seconds(1), names: [:])
        #expect(subscription.take(9).changes.isEmpty)
        feed.note(change(web), arrival: .seconds(1), now: .seconds(1), sinks: [first])
        #expect(subscription.take(9).changes.count == 1)
        feed.release(waitingFor: nil, now: .seconds(3), names: [first: "hosts"])
        #expect(subscription.take(9).changes.map(\.waitsFor) == [["hosts"]])
        feed.wrote(first, nil, now: .seconds(4)) { _ in false }
        #expect(subscription.take(9).changes.isEmpty)
    }

    @Test("a slow subscriber loses the oldest, is told how many, and is woken once")
    func slow() {
        let wakes = Mutex(0)
        let subscription = ChangeSubscription(limit: 3) { wakes.withLock { $0 += 1 } }
        for number in 1...5 { subscription.add(change(registration("n\(number)", "10.0.0.1"))) }
        #expect(wakes.withLock(\.self) == 1)
        let (changes, lost) = subscription.take(2)
        #expect(lost == 2)
        #expect(changes.map(\.registration.hostname.name) == ["n3", "n4"])
        #expect(subscription.take(2).lost == 0)
        subscription.add(change(web))
        #expect(wakes.withLock(\.self) == 2)
    }

    @Test("without a subscriber nothing is kept")
    func nobody() {
        var (feed, subscription) = feed()
        feed.note(change(web), arrival: .zero, now: .zero, sinks: [first])
        feed.remove(subscription)
        #expect(feed.isEmpty)
        feed.add(subscription)
        feed.wrote(first, nil, now: .zero) { _ in false }
        #expect(subscription.take(9).changes.isEmpty)
    }

    @Test("refusals are counted by cause and user, those of too many users together")
    func refusals() {
        var tally = RefusalTally()
        for number in 0..<10_000 {
            tally.note(cause: "name-held", user: "u\(number)", message: "", at: .zero)
        }
        tally.note(cause: "name-held", user: "u1", message: "m", at: .seconds(2))
        let refusals = tally.refusals { $0.components.seconds }
        #expect(refusals.count == 257)
        #expect(refusals.first?.user == "others" && refusals.first?.count == 10_000 - 256)
        #expect(refusals.dropFirst().first?.count == 2)
        #expect(refusals.dropFirst().first?.last == HostStatus.Failure(message: "m", time: 2))
    }

    @Test("the busiest senders are told, of the last minutes, whoever sends beside them")
    func talkers() {
        var tally = TalkerTally()
        let announcement = Announcement(.up, web)
        func deliveries(_ sender: String, _ count: Int) -> [Delivery] {
            (0..<count).map { _ in
                Delivery(
                    token: Delivery.Token(rawValue: 0), content: .announcement(announcement),
                    sender: Sender(name: sender))
            }
        }
        tally.note(deliveries("loud", 500), at: .zero)
        for number in 0..<2_000 { tally.note(deliveries("s\(number)", 1), at: .zero) }
        tally.note(deliveries("loud", 1), at: .seconds(61))
        let talkers = tally.talkers(at: .seconds(62))
        #expect(talkers.count == 20)
        #expect(talkers.first?.name == "loud" && talkers.first?.messages == 501)
        #expect(tally.talkers(at: .seconds(200)).isEmpty)
    }

    @Test("a sink is current once it was written, until it fails or lags for a second")
    func current() {
        var record = SinkRecord(name: "hosts")
        record.lacks(at: .zero)
        #expect(!record.isCurrent(at: .zero))
        record.begins(all: true, at: .zero)
        record.succeeds(holdsAll: true, at: .seconds(1))
        #expect(record.isCurrent(at: .seconds(100)))
        record.lacks(at: .seconds(100))
        #expect(record.isCurrent(at: .milliseconds(100_900)))
        #expect(!record.isCurrent(at: .seconds(101)))
        // Busy without end, but never late: what it lacks came after it took all.
        record.begins(all: true, at: .milliseconds(101_500))
        record.succeeds(holdsAll: false, at: .seconds(102))
        #expect(record.isCurrent(at: .milliseconds(102_400)))
        record.fails("disk full", at: .milliseconds(102_400))
        #expect(!record.isCurrent(at: .milliseconds(102_400)))
    }
}

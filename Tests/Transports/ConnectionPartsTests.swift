import DockerNetwork
import Testing

@testable import DockerNetworkConnection

/// What every connection waits with: for batches, for signals, and until something is sent.
@Suite struct ConnectionPartsTests {
    private static let over = TransportError(.closed, "over")

    private func delivery(_ number: UInt64) -> Delivery {
        Delivery(token: Delivery.Token(rawValue: number), content: .malformed(.unreadable))
    }

    private func inbox(_ numbers: UInt64...) -> Inbox {
        var inbox = Inbox()
        for number in numbers { inbox.append(delivery(number)) }
        return inbox
    }

    /// What a reply says; nil while it says nothing.
    private func said<Value>(_ reply: Reply<Value>) async -> Result<Value, TransportError>? {
        reply.isSettled ? await reply.answer() : nil
    }

    private func code<Value>(_ reply: Reply<Value>) async -> TransportError.Code? {
        guard case .failure(let error) = await said(reply) else { return nil }
        return error.code
    }

    // MARK: - Batches

    @Test func aBatchIsAwaitedByOneTaskAtATime() async throws {
        var waiter = BatchWaiter()
        let (first, second) = (Reply<[Delivery]>(), Reply<[Delivery]>())
        waiter.wait(limit: 2, first)
        waiter.wait(limit: 2, second)
        #expect(waiter.isWaiting)
        #expect(await code(second) == .unsupported)
        var none = Inbox()
        #expect(waiter.give(from: &none) == 0)
        var inbox = inbox(1, 2, 3)
        #expect(waiter.give(from: &inbox) == 2)
        #expect(try await said(first)?.get().map(\.token.rawValue) == [1, 2])
        #expect(!waiter.isWaiting && inbox.count == 1)
        #expect(waiter.give(from: &inbox) == 0)
    }

    @Test func whoGaveUpGetsNothingAndNothingIsLost() async throws {
        var waiter = BatchWaiter()
        let given = Reply<[Delivery]>()
        waiter.wait(limit: 1, given)
        given.resolve(.failure(TransportError(.cancelled, "gave up")))
        var inbox = inbox(1, 2)
        #expect(!waiter.isWaiting && waiter.give(from: &inbox) == 0)
        let next = Reply<[Delivery]>()
        waiter.wait(limit: 0, next)
        #expect(waiter.give(from: &inbox) == 1)
        #expect(try await said(next)?.get().map(\.token.rawValue) == [1])
    }

    @Test func theEndEndsTheWait() async {
        var waiter = BatchWaiter()
        let reply = Reply<[Delivery]>()
        waiter.wait(limit: 1, reply)
        waiter.fail(Self.over)
        #expect(await code(reply) == .closed)
        #expect(!waiter.isWaiting)
    }

    // MARK: - What is sent

    @Test func whoWaitsIsToldWhenAllBeforeIsSent() async {
        var queue = SendQueue<Int>(timeout: .seconds(60))
        let (one, two) = (Reply<Void>(), Reply<Void>())
        queue.append(1)
        queue.append(2)
        queue.append(one)
        queue.append(3)
        queue.append(two)
        #expect(queue.deadline != nil)
        #expect(queue.popFirst() == 1)
        #expect(queue.popFirst() == 2)
        #expect(!one.isSettled)
        #expect(queue.popFirst() == 3)
        #expect(one.isSettled && !two.isSettled)
        #expect(queue.popFirst() == nil)
        #expect(two.isSettled && queue.isEmpty && queue.deadline == nil)
    }

    @Test func theTimeOutBeginsAnewWithEachItem() throws {
        var queue = SendQueue<Int>(timeout: .seconds(60))
        queue.append(1)
        let first = try #require(queue.deadline)
        queue.append(2)
        #expect(queue.deadline == first)
        #expect(queue.popFirst() == 1)
        #expect(try #require(queue.deadline) > first)
        var unlimited = SendQueue<Int>()
        unlimited.append(1)
        #expect(unlimited.deadline == nil)
    }

    @Test func theEndEndsEveryWaitToBeSent() async {
        var queue = SendQueue<Int>()
        let reply = Reply<Void>()
        queue.append(1)
        queue.append(reply)
        queue.fail(Self.over)
        #expect(await code(reply) == .closed)
        #expect(queue.isEmpty)
    }

    // MARK: - Signals

    private func receipt(_ number: Int) -> PublisherSignal {
        .receipt(Receipt(hostName: "gate", outcome: .applied), messageID: "\(number)")
    }

    @Test func signalsGoToThoseWhoWaitInTheirOrder() async throws {
        var signals = SignalQueue()
        let (one, two, gone) = (
            Reply<PublisherSignal>(), Reply<PublisherSignal>(), Reply<PublisherSignal>()
        )
        signals.wait(gone)
        signals.wait(one)
        signals.wait(two)
        gone.resolve(.failure(TransportError(.cancelled, "gave up")))
        signals.add(receipt(1))
        signals.add(receipt(2))
        signals.addResync()
        signals.addResync()
        signals.give()
        #expect(try await said(one)?.get() == .resync)
        #expect(try await said(two)?.get() == receipt(1))
        let (three, four) = (Reply<PublisherSignal>(), Reply<PublisherSignal>())
        signals.wait(three)
        signals.give()
        #expect(try await said(three)?.get() == receipt(2))
        signals.wait(four)
        signals.give()
        #expect(!four.isSettled)
        signals.fail(Self.over)
        #expect(await code(four) == .closed)
    }

    @Test func ofReceiptsTheNewestAreKept() async throws {
        var signals = SignalQueue()
        for number in 0...20_000 { signals.add(receipt(number)) }
        let reply = Reply<PublisherSignal>()
        signals.wait(reply)
        signals.give()
        #expect(try await said(reply)?.get() == receipt(1))
    }
}

import Testing

@testable import DockerNetwork

@Suite struct PendingRepliesTests {
    private let session = Session(
        number: 7, transport: TransportID(rawValue: 1), answers: AnswerQueue())

    private static func receipt(_ findings: Findings) -> Receipt {
        Receipt(hostName: "gate", outcome: .applied)
    }

    /// Everything that was answered; nothing can be answered after that.
    private func answered() async -> Answers {
        session.answers.finish()
        var all = Answers()
        while let answers = await session.answers.next() { all.append(answers) }
        return all
    }

    private func reply(
        _ number: Int, of sender: String = "one", from route: String = "a",
        token: UInt64? = nil, wantsReceipt: Bool = true, client: UInt64? = nil
    ) -> PendingReplies.Reply {
        let registration = registration("n\(number)", "10.0.0.1")
        let findings = Findings(announcement: Announcement(.up, registration), isTaken: true)
        return PendingReplies.Reply(
            sender: Sender(name: sender), client: client.map { ClientID(rawValue: $0) },
            registration: registration,
            token: token.map { Delivery.Token(rawValue: $0) },
            replyAddress: wantsReceipt
                ? ReplyAddress(route: route, correlation: "\(sender) \(number)") : nil,
            findings: wantsReceipt ? findings : nil, waits: 1)
    }

    private func add(_ reply: PendingReplies.Reply, to ledger: inout PendingReplies)
        -> SinkQueue.ReplyID
    {
        let id = ledger.next(for: session)
        ledger.add(id, reply, to: session)
        return id
    }

    @Test func ofOneRegistrationAndClientTheNewestReceiptIsPending() async {
        var ledger = PendingReplies()
        var ids: [SinkQueue.ReplyID] = []
        for renewal in 0..<10_000 {
            var reply = reply(1)
            reply.replyAddress?.correlation = "\(renewal)"
            ids.append(add(reply, to: &ledger))
        }
        ids.append(add(reply(1, from: "b"), to: &ledger))
        #expect(ids.count { ledger.contains($0) } == 2)
        ledger.settle(ids, Self.receipt)
        let receipts = await answered().receipts
        #expect(receipts.map(\.to.correlation) == ["9999", "one 1"])
    }

    @Test func whatIsAcknowledgedStaysSoWithoutAPendingReceipt() async {
        var ledger = PendingReplies()
        let ids = (1...3).map { add(reply(1, token: $0), to: &ledger) }
        ledger.settle(ids, Self.receipt)
        let all = await answered()
        #expect(all.tokens.map(\.rawValue) == [1, 2, 3])
        #expect(all.receipts.count == 1)
    }

    @Test func beyondTheBoundTheOldestOfWhoHasMostAreDropped() {
        var ledger = PendingReplies()
        let quiet = add(reply(1, of: "quiet"), to: &ledger)
        var loud: [SinkQueue.ReplyID] = []
        for number in 0..<(PendingReplies.mostReceipts + 10_000) {
            loud.append(add(reply(number, of: "loud", from: "b"), to: &ledger))
        }
        #expect(ledger.contains(quiet))
        #expect(loud.count { ledger.contains($0) } <= PendingReplies.mostReceipts)
        #expect(!ledger.contains(loud[0]))
        #expect(loud.last.map { ledger.contains($0) } == true)
    }

    @Test func whoLeftHasNoPendingReceipts() async {
        var ledger = PendingReplies()
        let left = [
            add(reply(1, token: 1, client: 1), to: &ledger),
            add(reply(2, token: 2, wantsReceipt: false, client: 1), to: &ledger),
        ]
        let stayed = add(reply(1, from: "b", token: 3, client: 2), to: &ledger)
        ledger.forget(ClientID(rawValue: 1), in: session)
        #expect(!left.contains { ledger.contains($0) })
        ledger.settle(left + [stayed], Self.receipt)
        let all = await answered()
        #expect(all.tokens.map(\.rawValue) == [3])
        #expect(all.receipts.count == 1)
    }

    @Test func whoWaitsForSeveralSinksIsAnsweredByTheLast() async {
        var ledger = PendingReplies()
        var twice = reply(1)
        twice.waits = 2
        let id = add(twice, to: &ledger)
        ledger.settle([id], Self.receipt)
        #expect(ledger.contains(id))
        ledger.settle([id, id], Self.receipt)
        #expect(!ledger.contains(id))
        #expect(await answered().receipts.count == 1)
    }
}

/// The answers that wait for sinks, each with how much of it the sinks still lack.
///
/// Of receipts at most one is pending for each registration to each who asks, the newest; beyond
/// `mostReceipts` a session's oldest are dropped, of the sender who has the most. Acknowledgements
/// are as many as the transport hands out without them.
struct PendingReplies: Sendable {
    /// An answer that is about to wait.
    struct Reply: Sendable {
        var sender: Sender
        var client: ClientID?
        var registration: Registration
        /// The delivery to acknowledge, if that waits too.
        var token: Delivery.Token?
        /// The address that a receipt goes to, if one is wanted.
        var replyAddress: ReplyAddress?
        /// The findings that a receipt follows from, if one is wanted.
        var findings: Findings?
        /// The reason for the wait that its sender was last told.
        var pending: String?
        /// The number of the sinks' writes and answers that it waits for.
        var waits: Int
    }

    fileprivate struct ReceiptKey: Hashable {
        var route: String
        var registration: Registration
    }

    /// The replies that one session waits for.
    fileprivate struct Account {
        let session: Session
        var replies: [UInt64: Reply] = [:]
        var receipts: [ReceiptKey: UInt64] = [:]
        var receiptsBySender: [Sender: Set<UInt64>] = [:]
        var byClient: [ClientID: Set<UInt64>] = [:]
    }

    /// The maximum number of receipts that one session waits for.
    static let mostReceipts = 32_768
    /// So many are dropped at once.
    fileprivate static let dropped = 2_048

    private var accounts: [UInt64: Account] = [:]
    private var last: UInt64 = 0

    /// A name for an answer that is about to wait.
    mutating func next(for session: Session) -> SinkQueue.ReplyID {
        last += 1
        return SinkQueue.ReplyID(session: session.number, number: last)
    }

    /// Notes an answer that waits; an earlier receipt for the same is dropped.
    mutating func add(_ id: SinkQueue.ReplyID, _ reply: Reply, to session: Session) {
        accounts[session.number, default: Account(session: session)].add(reply, as: id.number)
    }

    /// Whether somebody still waits for an answer.
    func contains(_ id: SinkQueue.ReplyID) -> Bool {
        accounts[id.session]?.replies[id.number] != nil
    }

    /// Notes what a sink said of the announcement that an answer is about.
    mutating func note(_ standing: Standing, for id: SinkQueue.ReplyID) {
        accounts.modify(id.session) { account in
            _ = account.replies.modify(id.number) { $0.findings?.standings.append(standing) }
        }
    }

    /// Tells who waits for a receipt why it waits, once a reason.
    mutating func tell(
        _ words: (Registration) -> String, _ ids: some Sequence<SinkQueue.ReplyID>,
        from hostName: String
    ) {
        var told: [UInt64: Answers] = [:]
        for id in ids {
            guard let reply = accounts[id.session]?.replies[id.number],
                let address = reply.replyAddress
            else { continue }
            let reason = words(reply.registration)
            guard reply.pending != reason else { continue }
            accounts.modify(id.session) { account in
                _ = account.replies.modify(id.number) { $0.pending = reason }
            }
            told[id.session, default: Answers()].receipts.append(
                (Receipt(hostName: hostName, outcome: .pending(reason)), to: address))
        }
        for (number, answers) in told { accounts[number]?.session.answer(answers) }
    }

    /// Notes that each of these waits once less, and gives the answers that wait no longer, all of
    /// a session at once.
    ///
    /// - Parameters:
    ///   - ids: Their names, each as often as it no longer waits.
    ///   - conclude: Makes the receipt that follows from what the sinks said.
    mutating func settle(
        _ ids: some Sequence<SinkQueue.ReplyID>, _ conclude: (Findings) -> Receipt
    ) {
        var settled: [UInt64: Answers] = [:]
        for id in ids {
            guard let reply = accounts.modify(id.session, { $0.settle(id.number) }) ?? nil
            else { continue }
            if let token = reply.token {
                settled[id.session, default: Answers()].tokens.append(token)
            }
            guard let address = reply.replyAddress, let findings = reply.findings else { continue }
            settled[id.session, default: Answers()].receipts.append(
                (conclude(findings), to: address))
        }
        for (number, answers) in settled { accounts[number]?.session.answer(answers) }
        // An empty account keeps the room that it once needed.
        for number in settled.keys where accounts[number]?.replies.isEmpty == true {
            accounts[number] = nil
        }
    }

    /// Forgets what a session that ended was pending.
    mutating func forget(_ session: Session) {
        accounts[session.number] = nil
    }

    /// Forgets what a client that left was pending.
    mutating func forget(_ client: ClientID, in session: Session) {
        accounts[session.number]?.forget(client)
        if accounts[session.number]?.replies.isEmpty == true { accounts[session.number] = nil }
    }
}

extension PendingReplies.Account {
    mutating func add(_ reply: PendingReplies.Reply, as number: UInt64) {
        replies[number] = reply
        if let client = reply.client { byClient[client, default: []].insert(number) }
        guard let address = reply.replyAddress else { return }
        let key = PendingReplies.ReceiptKey(route: address.route, registration: reply.registration)
        if let older = receipts.updateValue(number, forKey: key) { dropReceipt(older) }
        receiptsBySender[reply.sender, default: []].insert(number)
        if receipts.count > PendingReplies.mostReceipts { dropOldestReceipts() }
    }

    /// One more of the sinks has it; returns the reply once none lacks it.
    mutating func settle(_ number: UInt64) -> PendingReplies.Reply? {
        guard let rest = replies[number]?.waits else { return nil }
        guard rest == 1 else {
            replies.modify(number) { $0.waits = rest - 1 }
            return nil
        }
        return remove(number)
    }

    mutating func forget(_ client: ClientID) {
        for number in byClient[client] ?? [] { _ = remove(number) }
    }

    private mutating func remove(_ number: UInt64) -> PendingReplies.Reply? {
        guard let reply = replies.removeValue(forKey: number) else { return nil }
        if let client = reply.client {
            let isLast = byClient.modify(client) { numbers in
                numbers.remove(number)
                return numbers.isEmpty
            }
            if isLast == true { byClient[client] = nil }
        }
        forgetReceipt(of: reply, number)
        return reply
    }

    private mutating func forgetReceipt(of reply: PendingReplies.Reply, _ number: UInt64) {
        guard let address = reply.replyAddress else { return }
        let key = PendingReplies.ReceiptKey(route: address.route, registration: reply.registration)
        if receipts[key] == number { receipts[key] = nil }
        let isLast = receiptsBySender.modify(reply.sender) { numbers in
            numbers.remove(number)
            return numbers.isEmpty
        }
        if isLast == true { receiptsBySender[reply.sender] = nil }
    }

    /// Drops a receipt; an acknowledgement that waits with it goes on waiting.
    private mutating func dropReceipt(_ number: UInt64) {
        guard let reply = replies[number] else { return }
        guard reply.token == nil else {
            forgetReceipt(of: reply, number)
            replies[number]?.replyAddress = nil
            return
        }
        _ = remove(number)
    }

    private mutating func dropOldestReceipts() {
        guard let most = receiptsBySender.max(by: { $0.value.count < $1.value.count }) else {
            return
        }
        for number in most.value.sorted().prefix(PendingReplies.dropped) { dropReceipt(number) }
    }
}

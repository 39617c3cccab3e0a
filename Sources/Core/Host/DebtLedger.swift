/// The answers that wait for sinks, each with how much of it the sinks still lack.
///
/// Of receipts at most one is owed for each registration to each who asks, the newest; beyond
/// `mostReceipts` a session's oldest are dropped, of the sender who is owed the most. Acknowledgements
/// are as many as the transport hands out without them.
struct DebtLedger: Sendable {
    /// An answer that is about to wait.
    struct Debt: Sendable {
        var sender: Sender
        var client: ClientID?
        var registration: Registration
        /// What is acknowledged, where that waits too.
        var token: Delivery.Token?
        /// Where a receipt goes, where one is wanted.
        var replyAddress: ReplyAddress?
        /// What a receipt follows from, where one is wanted.
        var findings: Findings?
        /// What its sender was last told of why it waits.
        var pending: String?
        /// How often it waits.
        var waits: Int
    }

    fileprivate struct ReceiptKey: Hashable {
        var route: String
        var registration: Registration
    }

    /// What one session is owed.
    fileprivate struct Account {
        let session: Session
        var debts: [UInt64: Debt] = [:]
        var receipts: [ReceiptKey: UInt64] = [:]
        var receiptsBySender: [Sender: Set<UInt64>] = [:]
        var byClient: [ClientID: Set<UInt64>] = [:]
    }

    /// How many receipts are owed to one session at most.
    static let mostReceipts = 32_768
    /// So many are dropped at once.
    fileprivate static let dropped = 2_048

    private var accounts: [UInt64: Account] = [:]
    private var last: UInt64 = 0

    /// A name for an answer that is about to wait.
    mutating func next(for session: Session) -> SinkQueue.DebtID {
        last += 1
        return SinkQueue.DebtID(session: session.number, number: last)
    }

    /// Notes an answer that waits; an earlier receipt for the same is not owed any more.
    mutating func add(_ id: SinkQueue.DebtID, _ debt: Debt, to session: Session) {
        accounts[session.number, default: Account(session: session)].add(debt, as: id.number)
    }

    /// Whether somebody still waits for an answer.
    func contains(_ id: SinkQueue.DebtID) -> Bool {
        accounts[id.session]?.debts[id.number] != nil
    }

    /// Notes what a sink said of the announcement that an answer is about.
    mutating func note(_ standing: Standing, for id: SinkQueue.DebtID) {
        accounts.modify(id.session) { account in
            _ = account.debts.modify(id.number) { $0.findings?.standings.append(standing) }
        }
    }

    /// Tells who waits for a receipt why it waits, once a reason.
    mutating func tell(
        _ words: (Registration) -> String, _ ids: some Sequence<SinkQueue.DebtID>,
        from hostName: String
    ) {
        var told: [UInt64: Answers] = [:]
        for id in ids {
            guard let debt = accounts[id.session]?.debts[id.number],
                let address = debt.replyAddress
            else { continue }
            let reason = words(debt.registration)
            guard debt.pending != reason else { continue }
            accounts.modify(id.session) { account in
                _ = account.debts.modify(id.number) { $0.pending = reason }
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
    mutating func pay(
        _ ids: some Sequence<SinkQueue.DebtID>, _ conclude: (Findings) -> Receipt
    ) {
        var paid: [UInt64: Answers] = [:]
        for id in ids {
            guard let debt = accounts.modify(id.session, { $0.pay(id.number) }) ?? nil
            else { continue }
            if let token = debt.token { paid[id.session, default: Answers()].tokens.append(token) }
            guard let address = debt.replyAddress, let findings = debt.findings else { continue }
            paid[id.session, default: Answers()].receipts.append(
                (conclude(findings), to: address))
        }
        for (number, answers) in paid { accounts[number]?.session.answer(answers) }
        // An empty account keeps the room that it once needed.
        for number in paid.keys where accounts[number]?.debts.isEmpty == true {
            accounts[number] = nil
        }
    }

    /// Forgets what a session that ended was owed.
    mutating func forget(_ session: Session) {
        accounts[session.number] = nil
    }

    /// Forgets what a client that left was owed.
    mutating func forget(_ client: ClientID, in session: Session) {
        accounts[session.number]?.forget(client)
        if accounts[session.number]?.debts.isEmpty == true { accounts[session.number] = nil }
    }
}

extension DebtLedger.Account {
    mutating func add(_ debt: DebtLedger.Debt, as number: UInt64) {
        debts[number] = debt
        if let client = debt.client { byClient[client, default: []].insert(number) }
        guard let address = debt.replyAddress else { return }
        let key = DebtLedger.ReceiptKey(route: address.route, registration: debt.registration)
        if let older = receipts.updateValue(number, forKey: key) { dropReceipt(older) }
        receiptsBySender[debt.sender, default: []].insert(number)
        if receipts.count > DebtLedger.mostReceipts { dropOldestReceipts() }
    }

    /// One more of the sinks has it; returns the debt once none lacks it.
    mutating func pay(_ number: UInt64) -> DebtLedger.Debt? {
        guard let rest = debts[number]?.waits else { return nil }
        guard rest == 1 else {
            debts.modify(number) { $0.waits = rest - 1 }
            return nil
        }
        return remove(number)
    }

    mutating func forget(_ client: ClientID) {
        for number in byClient[client] ?? [] { _ = remove(number) }
    }

    private mutating func remove(_ number: UInt64) -> DebtLedger.Debt? {
        guard let debt = debts.removeValue(forKey: number) else { return nil }
        if let client = debt.client {
            let isLast = byClient.modify(client) { numbers in
                numbers.remove(number)
                return numbers.isEmpty
            }
            if isLast == true { byClient[client] = nil }
        }
        forgetReceipt(of: debt, number)
        return debt
    }

    private mutating func forgetReceipt(of debt: DebtLedger.Debt, _ number: UInt64) {
        guard let address = debt.replyAddress else { return }
        let key = DebtLedger.ReceiptKey(route: address.route, registration: debt.registration)
        if receipts[key] == number { receipts[key] = nil }
        let isLast = receiptsBySender.modify(debt.sender) { numbers in
            numbers.remove(number)
            return numbers.isEmpty
        }
        if isLast == true { receiptsBySender[debt.sender] = nil }
    }

    /// What is acknowledged with it goes on waiting.
    private mutating func dropReceipt(_ number: UInt64) {
        guard let debt = debts[number] else { return }
        guard debt.token == nil else {
            forgetReceipt(of: debt, number)
            debts[number]?.replyAddress = nil
            return
        }
        _ = remove(number)
    }

    private mutating func dropOldestReceipts() {
        guard let most = receiptsBySender.max(by: { $0.value.count < $1.value.count }) else {
            return
        }
        for number in most.value.sorted().prefix(DebtLedger.dropped) { dropReceipt(number) }
    }
}

/// The replies that go to a subscription: acknowledgements and receipts.
struct Answers: Sendable {
    var tokens: [Delivery.Token] = []
    var receipts: [(Receipt, to: ReplyAddress)] = []
    /// Whether every emitter shall announce again.
    var requestsResync = false

    /// Puts others behind these.
    mutating func append(_ later: Answers) {
        tokens += later.tokens
        receipts += later.receipts
        requestsResync = requestsResync || later.requestsResync
    }

    var isEmpty: Bool { tokens.isEmpty && receipts.isEmpty && !requestsResync }
}

extension Answers {
    /// Acknowledges a delivery, and answers it if somebody waits for an answer.
    mutating func add(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        tokens.append(delivery.token)
        addReceipt(delivery, outcome, from: hostName)
    }

    private mutating func addReceipt(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        guard let address = delivery.replyAddress else { return }
        receipts.append((Receipt(hostName: hostName, outcome: outcome), to: address))
    }
}

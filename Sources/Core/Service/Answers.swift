/// What the service owes a subscription: acknowledgements and receipts.
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

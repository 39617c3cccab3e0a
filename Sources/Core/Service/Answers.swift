/// What the service owes a subscription: acknowledgements and receipts.
struct Answers: Sendable {
    var tokens: [Delivery.Token] = []
    var receipts: [(Receipt, to: ReplyAddress)] = []
    /// Whether every emitter shall announce again.
    var requestsResync = false

    var isEmpty: Bool { tokens.isEmpty && receipts.isEmpty && !requestsResync }
}

/// One subscription's life, as the engine knows it: where answers for its deliveries go.
struct Session: Sendable {
    let transport: TransportID
    let answers: AsyncStream<Answers>.Continuation

    func answer(_ answers: Answers) {
        guard !answers.isEmpty else { return }
        self.answers.yield(answers)
    }
}

/// What the service owes a subscription: acknowledgements and receipts.
struct Answers: Sendable {
    var tokens: [Delivery.Token] = []
    var receipts: [(Receipt, to: ReplyAddress)] = []

    var isEmpty: Bool { tokens.isEmpty && receipts.isEmpty }
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

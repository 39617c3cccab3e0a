/// One subscription's life, as the engine knows it: where answers for its deliveries go.
struct Session: Sendable {
    /// No other session of this service has it.
    let number: UInt64
    let transport: TransportID
    let answers: AsyncStream<Answers>.Continuation

    func answer(_ answers: Answers) {
        guard !answers.isEmpty else { return }
        self.answers.yield(answers)
    }
}

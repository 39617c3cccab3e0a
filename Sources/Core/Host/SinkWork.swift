/// What a sink has to do next.
struct SinkWork: Sendable {
    /// What to write first; nil: nothing.
    var update: SinkUpdate?
    /// What to say then.
    var questions: [StandingQuestion]
}

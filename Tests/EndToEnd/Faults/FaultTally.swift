/// What a run of random rounds has come to.
struct FaultTally: Sendable {
    var rounds = 0
    var kills = 0
    /// Names that had to be there and were not, at a round's deadline.
    var lost: [String] = []
    /// Names that were there and should not have been, at a round's deadline.
    var wrong: [String] = []
    /// The longest from the end of a round's faults to the right table.
    var slowest: Duration = .zero

    /// The run's last line.
    func line(_ queries: QueryTally) -> String {
        "rounds \(rounds), kills \(kills), queries \(queries.queries), failed \(queries.failed), "
            + "lost \(lost.count), wrong \(wrong.count), "
            + "worst \(Int(queries.worst / .milliseconds(1))) ms"
    }
}

/// Something that is measured: it is prepared afresh for each round, then done `count` times in one go.
struct Operation {
    /// Its name in the table and in the baseline.
    let name: String
    /// How many there were in the table, where that says something.
    let names: Int?
    /// How often one round does it.
    let count: Int
    private let prepare: () throws -> () -> Void

    /// An operation.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - names: How many names the table has.
    ///   - count: How often `prepare`'s result does it.
    ///   - prepare: Makes what one round works on, and returns the round.
    init(
        _ name: String, names: Int? = nil, count: Int, prepare: @escaping () throws -> () -> Void
    ) {
        self.name = name
        self.names = names
        self.count = count
        self.prepare = prepare
    }

    /// Does one round.
    ///
    /// - Returns: How long it took, and what it allocated.
    /// - Throws: What preparing throws.
    func round() throws -> (took: Duration, allocations: Allocations) {
        let round = try prepare()
        var took = Duration.zero
        let allocations = Allocations.counted {
            let start = ContinuousClock.now
            round()
            took = ContinuousClock.now - start
        }
        return (took, allocations)
    }
}

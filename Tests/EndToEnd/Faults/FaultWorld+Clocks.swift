import TestSupport

/// Wall clocks that are set while programs run.
extension FaultWorld {
    /// How far an emitter that starts may be ahead of the host: with the host's clock set back by
    /// 30 s it is less than the 60 s up to which its start is believed.
    private static let mostAhead = 25

    /// A clock for an emitter that starts now: right, a little behind or a little ahead.
    func makeClock() async throws -> WallClock? {
        guard WallClock.isPossible else { return nil }
        count += 1
        return try await WallClock(
            "\(count)", in: lab,
            ahead: generator.oneIn(2) ? 0 : .random(in: -30...Self.mostAhead, using: &generator))
    }

    /// Sets the host's clock, those of all emitters that run, or all of them.
    func setClocks() throws {
        let seconds = [3_600, -3_600, -30].randomElement(using: &generator) ?? 0
        let whose = Int.random(in: 0..<3, using: &generator)
        if whose != 0 { try hostClock?.set(ahead: seconds) }
        if whose != 1 { for emitter in emitters { try emitter.clock?.set(ahead: seconds) } }
        note("\(["emitters'", "host's", "all"][whose]) clocks are set to \(seconds) s")
    }

    /// Sets every clock to the machine's time.
    func putClocksRight() throws {
        try hostClock?.set(ahead: 0)
        for emitter in emitters { try emitter.clock?.set(ahead: 0) }
    }
}

/// The patience with a server: it lasts as long as the server makes progress, not by the clock
/// alone.
///
/// A server that is silent may be reading, and one whose answers take long is busy: both are slow,
/// not wrong. Only one that answers promptly and stays without the name is wrong.
struct ServerPatience: Sendable {
    /// A reason why waiting for a server ended.
    enum End: Hashable, Sendable {
        /// No server has the port, or nothing was heard.
        case silent
        /// It answered promptly, and without what was waited for.
        case wrong
    }

    /// An answer within this time comes from a server that has nothing else to do.
    private static let prompt: Duration = .milliseconds(100)
    /// So long a server may answer promptly without the name.
    private static let wrong: Duration = .seconds(2)
    /// So long and so often at least: a pause of this program's is no sign of the server's.
    private static let fewestWrong = 5
    /// So long the port may be closed: a restart takes less.
    private static let closed: Duration = .seconds(2)
    /// So long nothing may be heard, and so much longer for each name: dnsmasq 2.90 was measured to
    /// take 10 µs a name to read everything on an idle machine.
    private static let silent: Duration = .seconds(3)
    private static let silentByName: Duration = .microseconds(400)
    /// However busy it seems to be.
    private static let longest: Duration = .seconds(120)

    private let start: ContinuousClock.Instant
    private let silence: Duration
    private var heard: ContinuousClock.Instant
    private var closedSince: ContinuousClock.Instant?
    private var wrongSince: ContinuousClock.Instant?
    private var wrongCount = 0

    /// Begins to wait.
    ///
    /// - Parameters:
    ///   - names: How many names the server may have to read.
    ///   - now: The time.
    init(names: Int, now: ContinuousClock.Instant) {
        start = now
        heard = now
        silence = Self.silent + Self.silentByName * names
    }

    /// Notes an answer, to any question, that is not the one waited for.
    mutating func heardOther(after duration: Duration, at now: ContinuousClock.Instant) {
        heard = now
        closedSince = nil
        guard duration <= Self.prompt else {
            wrongSince = nil
            wrongCount = 0
            return
        }
        wrongSince = wrongSince ?? now
        wrongCount += 1
    }

    /// Notes that nobody has the port.
    mutating func foundClosed(at now: ContinuousClock.Instant) {
        closedSince = closedSince ?? now
    }

    /// Returns the reason why the wait is over, or nil if it is not.
    func end(at now: ContinuousClock.Instant) -> End? {
        if let closedSince, now - closedSince >= Self.closed { return .silent }
        if let wrongSince, wrongCount >= Self.fewestWrong, now - wrongSince >= Self.wrong {
            return .wrong
        }
        if now - heard >= silence { return .silent }
        return now - start >= Self.longest ? .silent : nil
    }
}

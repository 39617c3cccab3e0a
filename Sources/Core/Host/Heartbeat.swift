/// Tells a supervisor, again and again, that a host service goes on.
public struct Heartbeat: Sendable {
    /// The time between two beats.
    public var interval: Duration
    /// Called each time that the engine has taken a turn: never while it is stuck.
    public var onBeat: @Sendable () -> Void

    /// Creates one from its parts.
    public init(every interval: Duration, onBeat: @escaping @Sendable () -> Void) {
        self.interval = interval
        self.onBeat = onBeat
    }

    /// Beats until it is cancelled.
    func run(of engine: HostEngine) async throws {
        while true {
            await engine.takeTurn()
            onBeat()
            try await Task.sleep(for: interval)
        }
    }
}

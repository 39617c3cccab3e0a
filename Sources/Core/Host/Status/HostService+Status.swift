extension HostService {
    /// So many names are looked up before others get their turn.
    private static let namesPerTurn = 256

    /// Returns what the service knows of itself now; before `run` and after it, what it knew last.
    ///
    /// - Parameter includesNames: Whether every registration is listed: that takes time and memory
    ///   for each of them, but never keeps the service from its work for long.
    /// - Returns: The status.
    public func status(includesNames: Bool = true) async -> HostStatus {
        var status = await engine.status()
        guard includesNames else { return status }
        let registrations = await engine.table.map(\.registration)
        status.names.reserveCapacity(registrations.count)
        for start in stride(from: 0, to: registrations.count, by: Self.namesPerTurn) {
            let end = min(start + Self.namesPerTurn, registrations.count)
            status.names += await engine.names(of: registrations[start..<end])
        }
        return status
    }

    /// Returns once the engine has taken a turn: never while it is stuck.
    package func takeTurn() async {
        await engine.takeTurn()
    }

    /// Puts every change of the table from now on into a queue.
    ///
    /// - Returns: How many names there are at that moment.
    package func subscribe(_ subscription: ChangeSubscription) async -> Int {
        await engine.add(subscription)
        return await engine.table.count
    }

    /// Puts no more changes into a queue.
    package func unsubscribe(_ subscription: ChangeSubscription) async {
        await engine.remove(subscription)
    }
}

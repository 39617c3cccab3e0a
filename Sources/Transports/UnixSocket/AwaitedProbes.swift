import DockerNetwork

/// The probes that are on their way: each comes once all is read that clients had sent before it.
struct AwaitedProbes {
    /// Those that come behind what clients have to read now.
    private var asked: [ProbeID] = []
    private var awaited: [(id: ProbeID, clients: Set<UInt64>)] = []

    /// Whether some are to come behind what clients have to read now.
    var areAsked: Bool { !asked.isEmpty }

    /// Adds a probe.
    mutating func append(_ probe: ProbeID) {
        asked.append(probe)
    }

    /// Lets those that were asked for wait until all is read that these clients have sent.
    mutating func wait(for clients: Set<UInt64>) {
        for probe in asked { awaited.append((probe, clients)) }
        asked = []
    }

    /// Notes that all is read that a client had sent, or that it is not read now.
    mutating func wasRead(_ client: UInt64) {
        for index in awaited.indices { awaited[index].clients.remove(client) }
    }

    /// Takes the next one that nothing stands before any more.
    mutating func popFirst() -> ProbeID? {
        guard let first = awaited.first, first.clients.isEmpty else { return nil }
        return awaited.removeFirst().id
    }
}

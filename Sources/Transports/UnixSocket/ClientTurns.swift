import DockerNetwork

/// The work to do for the clients of a socket, which it knows by their keys: who is read next, who
/// is not read for now, and who gets something.
struct ClientTurns {
    /// In turns of their senders; some of them may have been read meanwhile.
    private var order = FairQueue<UInt64>()
    /// Those that may have something to read.
    private(set) var ready: Set<UInt64> = []
    /// Those that have something to get.
    private var unflushed: Set<UInt64> = []
    /// Those that are not read until the host has caught up.
    private(set) var paused: Set<UInt64> = []
    /// Those that leave unread what they get.
    private(set) var blocked: Set<UInt64> = []

    /// Whether somebody may have something to read.
    var isAnyReady: Bool { !order.isEmpty }

    /// Notes that a client may have something to read.
    mutating func add(_ client: UInt64, of sender: Sender) {
        if ready.insert(client).inserted { order.append(client, of: sender, nil) }
    }

    /// Takes the client whose turn it is.
    mutating func next() -> UInt64? {
        while let client = order.popFirst() {
            if ready.contains(client) { return client }
        }
        return nil
    }

    /// Puts a client that had its turn behind the others.
    mutating func putBehind(_ client: UInt64, of sender: Sender) {
        order.append(client, of: sender, nil)
    }

    /// Notes that all is read that a client had sent, or that it is not read now.
    mutating func wasRead(_ client: UInt64) {
        ready.remove(client)
    }

    /// Notes that a client has something to get.
    mutating func flushLater(_ client: UInt64) {
        unflushed.insert(client)
    }

    /// Takes those that have something to get.
    mutating func takeUnflushed() -> Set<UInt64> {
        defer { unflushed = [] }
        return unflushed
    }

    /// Notes whether a client leaves unread what it gets.
    mutating func set(_ client: UInt64, isBlocked: Bool) {
        if isBlocked { blocked.insert(client) } else { blocked.remove(client) }
    }

    /// Reads a client no more, until it is resumed.
    mutating func pause(_ client: UInt64) {
        paused.insert(client)
    }

    /// Reads a client again.
    mutating func resume(_ client: UInt64) {
        paused.remove(client)
    }

    /// Returns the events that a client's socket is watched for.
    func interest(of client: UInt64) -> Poller.Interest {
        var interest: Poller.Interest = paused.contains(client) ? [] : .reading
        if blocked.contains(client) { interest.insert(.writing) }
        return interest
    }

    /// Forgets a client, which is gone.
    mutating func remove(_ client: UInt64) {
        ready.remove(client)
        unflushed.remove(client)
        paused.remove(client)
        blocked.remove(client)
    }
}

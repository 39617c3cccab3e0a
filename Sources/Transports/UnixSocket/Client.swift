import DockerNetwork
import DockerNetworkConnection

/// One emitter's end at the host: what it still has to get, and what ends with it.
final class Client {
    /// Names it, in receipts' routes too; never used twice by a subscription.
    let key: UInt64
    var id: ClientID { ClientID(rawValue: key) }
    /// Whom the kernel vouches for: `uid:1000`.
    let user: String?
    /// The sender that takes turns.
    let sender: Sender
    let socket: PacketSocket
    /// The events that its socket is watched for.
    var interest: Poller.Interest = []
    /// The tokens of its messages that the host has not acknowledged.
    var outstanding: Set<UInt64> = []
    /// Whether it has sent anything.
    var hasSpoken = false
    /// The registrations of its own instance, by the last word on each; the connection ends them.
    private(set) var bound: [Registration: Origin] = [:]
    /// Since when it leaves its answers unread.
    private(set) var blockedSince: ContinuousClock.Instant?

    private var unsentConfirm: UInt64?
    private var isResyncDue = false
    private var receipts = Fifo<[UInt8]>()
    /// The number of bytes of receipts that wait for it to read.
    private(set) var unsentBytes = 0

    /// Of one connection so many names are kept in mind.
    static let mostBound = 10_000

    init(_ socket: consuming PacketSocket, key: UInt64) {
        let peer = Peer(of: socket.number)
        user = peer.user
        sender = peer.sender
        self.socket = socket
        self.key = key
    }

    // MARK: - What ends with it

    /// Keeps an announcement in mind.
    ///
    /// - Parameters:
    ///   - announcement: What it said of itself.
    ///   - mayAdd: Whether another name may be kept in mind.
    /// - Returns: By how many names more or less.
    func note(_ announcement: Announcement, mayAdd: Bool) -> Int {
        guard let origin = announcement.origin else { return 0 }
        let registration = announcement.registration
        switch announcement.kind {
        case .down:
            return bound.removeValue(forKey: registration) == nil ? 0 : -1
        case .up:
            guard bound[registration] != nil || (mayAdd && bound.count < Self.mostBound)
            else { return 0 }
            return bound.updateValue(origin, forKey: registration) == nil ? 1 : 0
        }
    }

    /// The announcements that withdraw everything that ends with it: each as if it had said so
    /// itself, so that it undoes nothing that its instance says later, over whichever connection.
    var withdrawals: [Announcement] {
        bound.map { registration, origin in
            var next = origin
            if next.sequence < .max { next.sequence += 1 }
            return Announcement(.down, registration, origin: next)
        }
    }

    // MARK: - Answers

    /// Confirms everything up to a number.
    func confirm(_ number: UInt64) {
        unsentConfirm = number
    }

    func requestResync() {
        isResyncDue = true
    }

    func send(_ receipt: Packet) {
        let bytes = receipt.bytes
        unsentBytes += bytes.count
        receipts.append(bytes)
    }

    /// Sends what it takes.
    ///
    /// - Returns: Whether it is still there.
    func flush() -> Bool {
        if let number = unsentConfirm {
            guard proceed(socket.send(Packet(confirming: number).bytes)) else { return isThere }
            unsentConfirm = nil
        }
        if isResyncDue {
            guard proceed(socket.send(Packet(.resync).bytes)) else { return isThere }
            isResyncDue = false
        }
        while let bytes = receipts.first {
            guard proceed(socket.send(bytes)) else { return isThere }
            receipts.removeFirst()
            unsentBytes -= bytes.count
        }
        return true
    }

    private var isThere = true

    /// Whether to go on sending after this.
    private func proceed(_ sending: PacketSocket.Sending) -> Bool {
        switch sending {
        case .sent: blockedSince = nil
        case .full: blockedSince = blockedSince ?? .now
        case .end: isThere = false
        }
        return sending == .sent
    }
}

import DockerNetwork

/// Bounds how many answers a second each client gets; its memory is bounded whoever asks.
struct RateLimiter {
    /// The decision on a client's question.
    enum Verdict {
        /// The answer.
        case answer
        /// An answer that says to ask over TCP, which nobody can do in another's name.
        case truncation
        /// No answer.
        case silence
    }

    /// A client, and when it will have used up nothing of its rate.
    private struct Entry {
        var client: UInt64 = 0
        var free: UInt64 = 0
    }

    private static let rows = 1024
    private static let columns = 4
    /// A client may get the answers of a second at once.
    private static let burst: UInt64 = 1_000_000_000

    private var entries = [Entry](repeating: Entry(), count: rows * columns)
    private let interval: UInt64
    private var isTruncationNext = false

    init(answersPerSecond: Int) {
        interval = 1_000_000_000 / UInt64(max(1, min(answersPerSecond, 1_000_000_000)))
    }

    /// Counts an answer for a client.
    mutating func verdict(for client: IPAddress, at now: MonotonicTime) -> Verdict {
        if ClientRule.isLoopback(client) { return .answer }
        let key = Self.key(client)
        let index = entry(for: key)
        let now = now.nanoseconds
        let free = entries[index].client == key ? max(entries[index].free, now) : now
        guard free - now < Self.burst else {
            isTruncationNext.toggle()
            return isTruncationNext ? .truncation : .silence
        }
        entries[index] = Entry(client: key, free: free + interval)
        return .answer
    }

    /// The client's place, or the one of its row that has been used least.
    private func entry(for key: UInt64) -> Int {
        let row = Int(truncatingIfNeeded: key % UInt64(Self.rows)) * Self.columns
        var best = row
        for index in row..<(row + Self.columns) {
            if entries[index].client == key { return index }
            if entries[index].free < entries[best].free { best = index }
        }
        return best
    }

    /// A number that nobody can predict, of the address or of its network of 64 bits.
    private static func key(_ client: IPAddress) -> UInt64 {
        var hasher = Hasher()
        switch client {
        case .v4(let address): hasher.combine(address.rawValue)
        case .v6(let address): hasher.combine(UInt64(truncatingIfNeeded: address.rawValue >> 64))
        }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

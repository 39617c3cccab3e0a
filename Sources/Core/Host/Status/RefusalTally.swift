/// A count of the refusals of each user for each cause, within bounds.
struct RefusalTally: Sendable {
    private struct Key: Hashable {
        var cause: String
        var user: String
    }

    private struct Record {
        var count: UInt64
        var message: String
        var time: Duration
    }

    /// Users are what strangers may choose: so many pairs are counted, then the users of a cause
    /// count together.
    private static let mostPairs = 256
    /// The name of the users that count together.
    private static let others = "others"
    private static let longestUser = 128

    private var records: [Key: Record] = [:]

    /// Counts a refusal.
    mutating func note(cause: String, user: String, message: String, at now: Duration) {
        var key = Key(cause: cause, user: String(user.prefix(Self.longestUser)))
        if records[key] == nil, records.count >= Self.mostPairs { key.user = Self.others }
        let count = (records[key]?.count ?? 0) + 1
        records[key] = Record(count: count, message: message, time: now)
    }

    /// The refusals, the most frequent first.
    ///
    /// - Parameter time: Turns an instant into milliseconds since 1970.
    /// - Returns: One for each pair of cause and user.
    func refusals(time: (Duration) -> Int64) -> [HostStatus.Refusal] {
        records.map { key, record in
            HostStatus.Refusal(
                cause: key.cause, user: key.user, count: record.count,
                last: HostStatus.Failure(message: record.message, time: time(record.time)))
        }.sorted { ($0.count, $1.cause, $1.user) > ($1.count, $0.cause, $0.user) }
    }
}

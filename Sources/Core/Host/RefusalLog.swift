internal import Logging

/// Logs refusals once a cause and minute with the user, and how many were not logged meanwhile, and
/// of which users.
struct RefusalLog: Sendable {
    private struct Record {
        var nextLine: Duration
        var suppressed = 0
        /// The users of those; of many the first.
        var users: Set<String> = []
    }

    /// One for each cause; causes are ours, and few.
    private var records: [String: Record] = [:]
    private let interval: Duration = .seconds(60)
    /// Users are what strangers may choose: so many are named.
    private static let mostUsers = 8

    /// Notes a refusal; the message is made only where it is logged.
    ///
    /// - Parameters:
    ///   - cause: The kind of refusal, none from outside.
    ///   - delivery: What is refused.
    ///   - elapsed: The time.
    ///   - logger: Where the line goes.
    ///   - message: What is refused and why.
    mutating func note(
        cause: String, of delivery: Delivery, at elapsed: Duration, logger: Logger,
        message: () -> Logger.Message
    ) {
        let user = Self.name(of: delivery)
        if let record = records[cause], elapsed < record.nextLine {
            records[cause]?.suppressed += 1
            if record.users.count < Self.mostUsers { records[cause]?.users.insert(user) }
            return
        }
        var metadata: Logger.Metadata = ["cause": "\(cause)", "user": "\(user)"]
        if let record = records[cause], record.suppressed > 0 {
            metadata["not-logged"] = "\(record.suppressed)"
            metadata["not-logged-users"] = "\(record.users.sorted().joined(separator: ", "))"
        }
        logger.warning(message(), metadata: metadata)
        records[cause] = Record(nextLine: elapsed + interval)
    }

    /// The user, and where the transport can tell more, who of them it is.
    static func name(of delivery: Delivery) -> String {
        guard let user = delivery.user else { return delivery.sender.description }
        return delivery.sender.name.hasPrefix(user) ? delivery.sender.name : user
    }
}

internal import Logging

/// Logs refusals once a cause and minute, with how many were not logged meanwhile.
struct RefusalLog: Sendable {
    private struct Record {
        var nextLine: Duration
        var suppressed = 0
    }

    private var records: [String: Record] = [:]
    private let interval: Duration = .seconds(60)

    /// Notes a refusal; the message is made only where it is logged.
    mutating func note(
        cause: String, at elapsed: Duration, logger: Logger, message: () -> Logger.Message
    ) {
        if let record = records[cause], elapsed < record.nextLine {
            records[cause]?.suppressed += 1
            return
        }
        var metadata: Logger.Metadata = ["cause": "\(cause)"]
        if let suppressed = records[cause]?.suppressed, suppressed > 0 {
            metadata["not-logged"] = "\(suppressed)"
        }
        logger.warning(message(), metadata: metadata)
        records[cause] = Record(nextLine: elapsed + interval)
    }
}

package import DockerNetwork

/// A span of time as it is written in the configuration and in flags: `500ms`, `30s`, `5m`, `2h`.
package enum TimeText {
    /// The form that a text must have, as the end of a sentence.
    package static let form = "a whole number with its unit: 500ms, 30s, 5m or 2h"

    /// Reads a span of at most ten years, or returns nil where the text is anything else.
    package static func parse(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...12).contains(digits.count), let number = Int64(Substring(digits)) else {
            return nil
        }
        let milliseconds: Int64
        // By bytes: as characters, a digit may be one with a mark that follows it.
        switch Substring(text.utf8.dropFirst(digits.count)) {
        case "ms": milliseconds = 1
        case "s": milliseconds = 1_000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        default: return nil
        }
        // Twelve digits of hours are 3.6e18 milliseconds: it fits.
        let total = number * milliseconds
        guard total <= 10 * 366 * 86_400_000 else { return nil }
        return .milliseconds(total)
    }

    /// Prints a span in the largest unit that leaves a whole number.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if attoseconds != 0 {
            return "\(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)ms"
        }
        if seconds != 0, seconds.isMultiple(of: 3_600) { return "\(seconds / 3_600)h" }
        if seconds != 0, seconds.isMultiple(of: 60) { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }

    /// Prints a span that was measured, in milliseconds with one decimal: `4.2 ms`.
    package static func measured(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        // The last digit is cut, not rounded; a span is never shown longer than it was.
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}

/// A lease as it is written in the configuration and in flags: a time in whole seconds.
package enum LeaseText {
    /// The form that a text must have, as the end of a sentence.
    package static let form = "a time in whole seconds from 1s to 720h, such as 30s or 5m"

    /// Reads a lease, or returns nil where the text is none or lies outside `Lease.bounds`.
    package static func parse(_ text: String) -> Lease? {
        guard let duration = TimeText.parse(text) else { return nil }
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0 else { return nil }
        return Lease(seconds: seconds)
    }
}

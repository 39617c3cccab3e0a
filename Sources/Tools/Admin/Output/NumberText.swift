/// Numbers and times as text.
enum NumberText {
    /// A duration in units of 10^-`digits` seconds, cut: of 1.2345 s with three digits `1.234`.
    static func seconds(_ duration: Duration, digits: Int) -> String {
        let (seconds, attoseconds) = duration.components
        let unit = (digits..<18).reduce(Int64(1)) { unit, _ in unit * 10 }
        let fraction = String(abs(attoseconds) / unit)
        let zeros = String(repeating: "0", count: max(0, digits - fraction.utf8.count))
        return "\(seconds).\(zeros)\(fraction)"
    }

    /// A duration in milliseconds with two decimals: `1.23`.
    static func milliseconds(_ duration: Duration) -> String {
        seconds(duration * 1_000, digits: 2)
    }

    /// A number with commas: `12,345`.
    static func grouped(_ number: some BinaryInteger) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// Returns the age of a time in the largest unit that gives a whole number: `3 s`, `2 h`.
    static func age(of time: Int64, at now: Int64) -> String {
        let seconds = max(0, now - time) / 1_000
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) days"
        }
    }
}

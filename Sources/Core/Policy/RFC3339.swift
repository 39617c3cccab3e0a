/// Times as text (RFC 3339), without a C library: the core has none.
enum RFC3339 {
    /// A time in UTC to the second: `2026-11-28T00:10:00Z`.
    ///
    /// The Gregorian calendar repeats every 400 years, which have 146,097 days. Counted from
    /// 1 March the leap day is a year's last, so that months begin at the same days each year.
    ///
    /// - Parameter milliseconds: Since 1970; negative ones are taken as 1970.
    /// - Returns: The text.
    static func text(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        let second = seconds % 86_400
        // 719,468 days lie between 1 March of the year 0 and 1970.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let day = days % 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        let date = [
            padded(era * 400 + year + (isNextYear ? 1 : 0), to: 4),
            padded(isNextYear ? month - 9 : month + 3),
            padded(dayOfYear - (153 * month + 2) / 5 + 1),
        ]
        let time = [padded(second / 3600), padded(second / 60 % 60), padded(second % 60)]
        return "\(date.joined(separator: "-"))T\(time.joined(separator: ":"))Z"
    }

    private static func padded(_ number: Int64, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

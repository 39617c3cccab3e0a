#if Docker
    /// Times as engines write them (RFC 3339): `2026-11-28T04:04:01.362388982Z`.
    enum Timestamp {
        /// Reads a time.
        ///
        /// - Returns: Milliseconds since 1970, or nil where the text is no time from 1970 on.
        static func milliseconds(_ text: String) -> Int64? {
            let bytes = Array(text.utf8)
            guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"),
                bytes[7] == UInt8(ascii: "-"), bytes[10] | 0x20 == UInt8(ascii: "t"),
                bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
                let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
                let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
                let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
                year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24,
                minute < 60, second <= 60
            else { return nil }
            var rest = bytes[19...]
            var fraction: Int64 = 0
            if rest.first == UInt8(ascii: ".") {
                let digits = rest.dropFirst().prefix { number([$0]) != nil }
                guard !digits.isEmpty, let value = number((digits + [48, 48, 48]).prefix(3)) else {
                    return nil
                }
                fraction = value
                rest = rest.dropFirst(digits.count + 1)
            }
            guard let offset = offset(rest) else { return nil }
            let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
            return (seconds - offset) * 1000 + fraction
        }

        /// The seconds that a zone is ahead of UTC.
        private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
            guard let first = text.first else { return nil }
            if first | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
            let bytes = Array(text)
            guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
                first == UInt8(ascii: "+") || first == UInt8(ascii: "-"),
                let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6])
            else { return nil }
            return (first == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
        }

        /// The days from 1970 to a date; counted from March on, a leap day is its year's last.
        private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
            let year = month > 2 ? year : year - 1
            let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
            return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        }

        private static func number(_ digits: some Collection<UInt8>) -> Int64? {
            var value: Int64 = 0
            for digit in digits {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                value = value * 10 + Int64(digit - UInt8(ascii: "0"))
            }
            return value
        }
    }
#endif

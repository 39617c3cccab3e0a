#if RabbitMQManagement
    /// Base 64 (RFC 4648 section 4), as the broker encodes the bodies of messages.
    enum Base64 {
        /// Decodes a text with padding and without line ends, or returns nil where it is none.
        static func decode(_ text: String) -> [UInt8]? {
            let characters = Array(text.utf8)
            guard characters.count.isMultiple(of: 4) else { return nil }
            let padding = characters.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
            var result: [UInt8] = []
            result.reserveCapacity(characters.count / 4 * 3)
            var bits: UInt32 = 0
            for (index, character) in characters.dropLast(padding).enumerated() {
                guard let value = value(of: character) else { return nil }
                bits = bits << 6 | value
                // Four characters make three bytes; the first of them makes none yet.
                switch index % 4 {
                case 1: result.append(UInt8(truncatingIfNeeded: bits >> 4))
                case 2: result.append(UInt8(truncatingIfNeeded: bits >> 2))
                case 3: result.append(UInt8(truncatingIfNeeded: bits))
                default: break
                }
            }
            return result
        }

        private static func value(of character: UInt8) -> UInt32? {
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
            case UInt8(ascii: "+"): 62
            case UInt8(ascii: "/"): 63
            default: nil
            }
        }
    }
#endif

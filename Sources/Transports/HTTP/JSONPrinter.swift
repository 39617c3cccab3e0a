#if RabbitMQManagement || Docker
    extension JSONValue {
        /// The JSON text, without blanks, and members in the order of their names.
        ///
        /// A number that JSON cannot say (not finite) becomes `null`.
        package var bytes: [UInt8] {
            var result: [UInt8] = []
            print(into: &result)
            return result
        }

        private func print(into result: inout [UInt8]) {
            switch self {
            case .null: result += "null".utf8
            case .boolean(let value): result += (value ? "true" : "false").utf8
            case .integer(let number): result += String(number).utf8
            case .number(let number): result += (number.isFinite ? "\(number)" : "null").utf8
            case .text(let text): Self.print(text, into: &result)
            case .array(let elements):
                result.append(UInt8(ascii: "["))
                for (index, element) in elements.enumerated() {
                    if index > 0 { result.append(UInt8(ascii: ",")) }
                    element.print(into: &result)
                }
                result.append(UInt8(ascii: "]"))
            case .object(let members):
                result.append(UInt8(ascii: "{"))
                for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                    if index > 0 { result.append(UInt8(ascii: ",")) }
                    Self.print(member.key, into: &result)
                    result.append(UInt8(ascii: ":"))
                    member.value.print(into: &result)
                }
                result.append(UInt8(ascii: "}"))
            }
        }

        /// RFC 8259 section 7: quotes, backslashes and control characters must be escaped.
        private static func print(_ text: String, into result: inout [UInt8]) {
            let digits = Array("0123456789abcdef".utf8)
            result.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    result += [UInt8(ascii: "\\"), byte]
                case 0..<0x20:
                    result += "\\u00".utf8
                    result += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
                default:
                    result.append(byte)
                }
            }
            result.append(UInt8(ascii: "\""))
        }
    }
#endif

#if RabbitMQManagement || Docker
    /// A JSON value (RFC 8259).
    ///
    /// The few kinds of objects that the APIs here take and give need no more; Foundation's
    /// coders would make the emitter four times as large.
    package enum JSONValue: Hashable, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A number without fraction and exponent that fits.
        case integer(Int64)
        /// Any other number.
        case number(Double)
        /// A text.
        case text(String)
        /// Values in order.
        case array([JSONValue])
        /// Values by name; of one that was there twice, the last.
        case object([String: JSONValue])
    }

    extension JSONValue {
        /// The member of an object, or nil where there is none or this is no object.
        package subscript(name: String) -> JSONValue? {
            guard case .object(let members) = self else { return nil }
            return members[name]
        }

        /// The text, or nil where it is none.
        package var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }

        /// The number, or nil where it is none without a fraction.
        package var integer: Int64? {
            guard case .integer(let number) = self else { return nil }
            return number
        }

        /// The truth value, or nil where it is none.
        package var boolean: Bool? {
            guard case .boolean(let value) = self else { return nil }
            return value
        }

        /// The elements, or nil where it is no array.
        package var elements: [JSONValue]? {
            guard case .array(let elements) = self else { return nil }
            return elements
        }
    }
#endif

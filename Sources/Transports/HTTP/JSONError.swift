#if RabbitMQManagement || Docker
    /// The reason why bytes are no JSON text that is read here.
    package enum JSONError: Error, Hashable, Sendable {
        /// It ends in the middle of a value.
        case unexpectedEnd
        /// A byte at this offset is none that RFC 8259 allows there.
        case unexpectedByte(at: Int)
        /// A string at this offset is no UTF-8, or has half of a surrogate pair.
        case invalidText(at: Int)
        /// A number at this offset does not fit.
        case invalidNumber(at: Int)
        /// An array has more elements than are kept.
        case tooMany
        /// Arrays and objects are nested deeper than `JSONParser.deepest`.
        case tooDeep
    }
#endif

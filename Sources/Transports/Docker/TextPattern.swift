#if Docker
    /// A pattern of networks' names: characters as they stand, and `*` for any run of them.
    public struct TextPattern: Hashable, Sendable {
        /// The pattern as it was written.
        public let text: String

        /// Every name.
        public static let any = TextPattern("*")

        /// Reads a pattern.
        public init(_ text: String) {
            self.text = text
        }

        /// Whether a name fits, in time linear in its length for each `*`.
        func matches(_ name: String) -> Bool {
            let name = Array(name.utf8)
            let pattern = Array(text.utf8)
            var (place, index) = (0, 0)
            // Where to go on when what follows the last `*` did not fit: one character later.
            var retry: (index: Int, place: Int)?
            while place < name.count {
                if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
                    index += 1
                    retry = (index, place)
                } else if index < pattern.count, pattern[index] == name[place] {
                    (place, index) = (place + 1, index + 1)
                } else if let last = retry {
                    (place, index) = (last.place + 1, last.index)
                    retry = (index, place)
                } else {
                    return false
                }
            }
            return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
        }
    }
#endif

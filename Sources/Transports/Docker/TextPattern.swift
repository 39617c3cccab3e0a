#if Docker
    import DockerNetwork

    /// A pattern of networks' names: characters as they stand, and `*` for any run of them.
    public struct TextPattern: Hashable, Sendable {
        /// The pattern as it was written.
        public let text: String
        private let wildcard: Wildcard

        /// Every name.
        public static let any = TextPattern("*")

        /// Reads a pattern.
        public init(_ text: String) {
            self.text = text
            wildcard = Wildcard(text.utf8)
        }

        /// Whether a name fits, in time linear in its length for each `*`.
        func matches(_ name: String) -> Bool { wildcard.matches(name) }
    }
#endif

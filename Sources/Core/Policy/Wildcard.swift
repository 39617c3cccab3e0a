/// A text in which `*` stands for any run of characters.
package struct Wildcard: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Every text.
    package static let any = Wildcard("*".utf8)

    /// Keeps a pattern as it stands, in UTF-8.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Whether a text fits, in time linear in its length for each `*`.
    package func matches(_ text: String) -> Bool {
        // The usual pattern, and it needs no look at the text.
        if bytes == Self.any.bytes { return true }
        var text = text
        return text.withUTF8(matches)
    }

    private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var textIndex = 0
        var patternIndex = 0
        // Where to go on when what follows the last `*` did not fit: one character later.
        var retry: (pattern: Int, text: Int)?
        while textIndex < text.count {
            if patternIndex < bytes.count, bytes[patternIndex] == UInt8(ascii: "*") {
                patternIndex += 1
                retry = (patternIndex, textIndex)
            } else if patternIndex < bytes.count, bytes[patternIndex] == text[textIndex] {
                patternIndex += 1
                textIndex += 1
            } else if let last = retry {
                patternIndex = last.pattern
                textIndex = last.text + 1
                retry = (last.pattern, textIndex)
            } else {
                return false
            }
        }
        return bytes[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

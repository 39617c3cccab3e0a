extension Substring {
    /// The first place of another text, byte for byte; nil: it is nowhere.
    ///
    /// The standard library's own search comes with regular expressions: 1 MB of a static program.
    package func place(of text: String) -> Range<Index>? {
        var start = startIndex
        while true {
            let rest = utf8[start...]
            if rest.starts(with: text.utf8) {
                return start..<utf8.index(start, offsetBy: text.utf8.count)
            }
            guard start < endIndex else { return nil }
            start = utf8.index(after: start)
        }
    }

    /// Whether another text is anywhere in this one, byte for byte.
    package func holds(_ text: String) -> Bool { place(of: text) != nil }
}

extension String {
    /// Whether another text is anywhere in this one, byte for byte.
    package func holds(_ text: String) -> Bool { self[...].holds(text) }
}

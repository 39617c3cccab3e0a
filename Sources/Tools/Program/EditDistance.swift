/// The distance of two words, to name what a mistyped word may have meant.
package enum EditDistance {
    /// The fewest insertions, removals and replacements of one character that make one text of
    /// the other (Levenshtein); only the first 64 characters of each count.
    package static func between(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars.prefix(64))
        let right = Array(right.unicodeScalars.prefix(64))
        var above = Array(0...right.count)
        for (row, leftScalar) in left.enumerated() {
            var current = [row + 1]
            for (column, rightScalar) in right.enumerated() {
                let replaced = above[column] + (leftScalar == rightScalar ? 0 : 1)
                current.append(min(replaced, above[column + 1] + 1, current[column] + 1))
            }
            above = current
        }
        return above[right.count]
    }

    /// The candidate that is nearest to a word, the first of equals; nil where there is none.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        candidates.min { between(word, $0) < between(word, $1) }
    }
}

/// The difference between two versions of a small text file, as lines for a person.
struct Difference: Hashable, Sendable {
    /// Lines with `-` for the old one's, `+` for the new one's, and a blank for what surrounds them.
    let lines: [String]

    /// Compares two versions, of which nil is a file that is not there.
    ///
    /// - Parameters:
    ///   - old: The version before.
    ///   - new: The version after.
    ///   - context: How many lines around a difference are shown.
    init(from old: [UInt8]?, to new: [UInt8]?, context: Int = 2) {
        let old = Self.lines(of: old)
        let new = Self.lines(of: new)
        var kept: Set<Int> = []
        var added: [Int: [String]] = [:]
        var newIndex = 0
        for (first, second) in Self.common(old, new) + [(old.count, new.count)] {
            let lines = Array(new[newIndex..<second])
            if !lines.isEmpty { added[first] = lines }
            if first < old.count { kept.insert(first) }
            newIndex = second + 1
        }
        self.lines = Self.shown(old, kept: kept, added: added, context: context)
    }

    private static func shown(
        _ old: [String], kept: Set<Int>, added: [Int: [String]], context: Int
    ) -> [String] {
        var near: Set<Int> = []
        for index in 0...old.count
        where added[index] != nil || index < old.count && !kept.contains(index) {
            near.formUnion((index - context)...(index + context))
        }
        var lines: [String] = []
        var isCut = false
        for index in 0...old.count {
            let isRemoved = index < old.count && !kept.contains(index)
            if isRemoved { lines.append("-\(old[index])") }
            lines += (added[index] ?? []).map { "+\($0)" }
            guard index < old.count, !isRemoved else { continue }
            if near.contains(index) {
                lines.append(" \(old[index])")
                isCut = false
            } else if !isCut {
                lines.append(" …")
                isCut = true
            }
        }
        return lines
    }

    /// A longest common subsequence, as pairs of positions in order; of large files only what both
    /// begin and end with.
    private static func common(_ old: [String], _ new: [String]) -> [(Int, Int)] {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start,
            old[old.count - 1 - end] == new[new.count - 1 - end]
        {
            end += 1
        }
        let oldMiddle = Array(old[start..<(old.count - end)])
        let newMiddle = Array(new[start..<(new.count - end)])
        let middle =
            oldMiddle.count * newMiddle.count <= 1_000_000
            ? longest(oldMiddle, newMiddle) : []
        return (0..<start).map { ($0, $0) } + middle.map { ($0.0 + start, $0.1 + start) }
            + (0..<end).reversed().map { (old.count - 1 - $0, new.count - 1 - $0) }
    }

    private static func longest(_ old: [String], _ new: [String]) -> [(Int, Int)] {
        var lengths = [[Int]](
            repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for first in old.indices.reversed() {
            for second in new.indices.reversed() {
                lengths[first][second] =
                    old[first] == new[second]
                    ? lengths[first + 1][second + 1] + 1
                    : max(lengths[first + 1][second], lengths[first][second + 1])
            }
        }
        var pairs: [(Int, Int)] = []
        var first = 0
        var second = 0
        while first < old.count, second < new.count {
            if old[first] == new[second] {
                pairs.append((first, second))
                first += 1
                second += 1
            } else if lengths[first + 1][second] >= lengths[first][second + 1] {
                first += 1
            } else {
                second += 1
            }
        }
        return pairs
    }

    private static func lines(of bytes: [UInt8]?) -> [String] {
        guard let bytes, !bytes.isEmpty else { return [] }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}

@testable import DockerNetworkSetup
import TestSupport
import Testing

@Suite("The difference of two small files")
struct DifferenceTests {
    private static func lines(_ old: String?, _ new: String) -> [String] {
        Difference(from: old.map { Array($0.utf8) }, to: Array(new.utf8)).lines
    }

    @Test("added, removed and changed lines, with two lines around them")
    func kinds() {
        #expect(Self.lines(nil, "a\nb\n") == ["+a", "+b"])
        #expect(Self.lines("a\n", "a\n") == [" …"])
        #expect(
            Self.lines("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nx\n5\n6\n")
                == [" …", " 2", " 3", "-4", "+x", " 5", " 6"])
        #expect(Self.lines("a\nb\n", "x\na\nb\ny\n") == ["+x", " a", " b", "+y"])
    }

    @Test("it tells how the new file comes of the old one")
    func complete() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let old = (0..<Int.random(in: 0..<8, using: &random)).map { _ in
                String(Int.random(in: 0..<4, using: &random))
            }
            let new = (0..<Int.random(in: 0..<8, using: &random)).map { _ in
                String(Int.random(in: 0..<4, using: &random))
            }
            let text = { (lines: [String]) in Array(lines.map { $0 + "\n" }.joined().utf8) }
            let lines = Difference(from: text(old), to: text(new), context: 99).lines
                .filter { $0 != " …" || old != new }
            guard old != new else { continue }
            #expect(lines.filter { !$0.hasPrefix("+") }.map { String($0.dropFirst()) } == old)
            #expect(lines.filter { !$0.hasPrefix("-") }.map { String($0.dropFirst()) } == new)
        }
    }
}

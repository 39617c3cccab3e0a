import TestSupport
import Testing

@testable import DockerNetwork

@Suite struct MultiMapTests {
    @Test func itHasWhatWasInsertedAndNotRemovedAsOften() {
        var generator = SeededGenerator(seed: 1)
        var map = MultiMap<Int, Int>()
        var expected: [Int: [Int: Int]] = [:]
        for _ in 0..<20_000 {
            let key = Int.random(in: 0..<4, using: &generator)
            let value = Int.random(in: 0..<4, using: &generator)
            let count = expected[key]?[value] ?? 0
            if Bool.random(using: &generator) {
                map.insert(value, for: key)
                expected[key, default: [:]][value] = count + 1
            } else {
                map.remove(value, for: key)
                expected[key, default: [:]][value] = count > 1 ? count - 1 : nil
            }
            #expect(map[key].sorted() == (expected[key] ?? [:]).keys.sorted())
        }
    }
}

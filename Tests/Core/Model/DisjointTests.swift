import TestSupport
import Testing

@testable import DockerNetwork

/// What instances say whose names and addresses do not touch can be heard in any order.
@Suite struct DisjointTests {
    @Test(arguments: Policy.Conflicts.allCases)
    func theOrderAmongStrangersDoesNotMatter(conflicts: Policy.Conflicts) async {
        for seed: UInt64 in 0..<60 {
            await Task.yield()
            var generator = SeededGenerator(seed: seed)
            let histories = (0..<6).map { Self.history(of: $0, using: &generator) }
            let policy = Policy(conflicts: conflicts)
            let first = Self.table(after: Self.merge(histories, using: &generator), under: policy)
            let second = Self.table(after: Self.merge(histories, using: &generator), under: policy)
            #expect(first == second, "seed \(seed)")
            // Two empty tables would prove nothing.
            #expect(!first.isEmpty, "seed \(seed)")
        }
    }

    /// Ups and downs of one instance, some of them out of order or twice.
    private static func history(
        of number: Int, using generator: inout SeededGenerator
    ) -> [Announcement] {
        let emitting = Emitting(UInt128(number + 1), started: Int64(number % 3))
        let names = (0..<3).map { registration("n\(number)-\($0)", "10.0.\(number).\($0 % 2 + 1)") }
        return (0..<20).map { _ in
            let sequence = Int64.random(in: 1...15, using: &generator)
            let name = names[Int.random(in: 0..<3, using: &generator)]
            return generator.chance(0.7)
                ? emitting.up(name, sequence, lease: 30) : emitting.down(name, sequence)
        }
    }

    /// One order of all messages in which each instance's own order stays.
    private static func merge(
        _ histories: [[Announcement]], using generator: inout SeededGenerator
    ) -> [Announcement] {
        var turns = histories.enumerated().flatMap { index, history in
            Array(repeating: index, count: history.count)
        }
        turns.shuffle(using: &generator)
        var next = Array(repeating: 0, count: histories.count)
        return turns.map { index in
            defer { next[index] += 1 }
            return histories[index][next[index]]
        }
    }

    private static func table(after messages: [Announcement], under policy: Policy) -> Table {
        var registry = Registry(policy: policy)
        let moment = Moment(elapsed: .seconds(1), unixMilliseconds: 1_000_000)
        for message in messages {
            _ = registry.apply(message, from: TransportID(rawValue: 0), at: moment)
        }
        return registry.table
    }
}

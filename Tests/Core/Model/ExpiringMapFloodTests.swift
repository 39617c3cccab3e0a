import TestSupport
import Testing

@testable import DockerNetwork

@Suite struct ExpiringMapFloodTests {
    @Test func oneKeyThatIsSetAgainAndAgainPushesNobodyOut() {
        var map = ExpiringMap<Int, Int>(lifetime: .seconds(600), capacity: 10)
        for key in 0..<10 { map.set(0, for: key, at: .zero) }
        for moment in 1...5000 {
            // It goes and comes back, as a name does that is announced and withdrawn.
            map.removeValue(for: 3)
            map.set(moment, for: 3, at: .milliseconds(moment))
            map.set(moment, for: 4, at: .milliseconds(moment))
        }
        for key in 0..<10 where key != 3 && key != 4 {
            #expect(map.value(for: key, at: .seconds(599)) == 0)
        }
        #expect(map.value(for: 3, at: .seconds(599)) == 5000)
    }

    /// Against a list: what is remembered is what was set in the lifetime before, and of too many
    /// the youngest.
    @Test func itRemembersWhatAListWouldRemember() {
        for seed: UInt64 in 0..<10 {
            var generator = SeededGenerator(seed: seed)
            var map = ExpiringMap<Int, Int>(lifetime: .seconds(50), capacity: 20)
            var list: [(key: Int, value: Int, expiry: Int)] = []
            for now in 0..<2000 {
                let key = Int.random(in: 0..<(generator.chance(0.5) ? 3 : 40), using: &generator)
                list.removeAll { $0.key == key || $0.expiry <= now }
                if generator.chance(0.8) {
                    map.set(now, for: key, at: .seconds(now))
                    list.append((key, now, now + 50))
                    if list.count > 20 { list.removeFirst() }
                } else {
                    map.removeValue(for: key)
                }
                for key in 0..<40 {
                    let expected = list.first { $0.key == key }?.value
                    #expect(map.value(for: key, at: .seconds(now)) == expected, "seed \(seed)")
                }
            }
        }
    }
}

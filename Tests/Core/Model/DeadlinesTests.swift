import TestSupport
import Testing

@testable import DockerNetwork

@Suite struct DeadlinesTests {
    private let web = registration("web", "10.0.0.1")

    /// A name that comes and goes all day under a lease of a month must not pile up.
    @Test func whatNoLongerCountsIsSweptAway() throws {
        var deadlines = Deadlines()
        for second in 1...10_000 {
            deadlines.set(.seconds(second), for: web)
            deadlines.remove(web)
        }
        deadlines.set(.seconds(20_000), for: web)
        // Whatever is queued begins here: the first of all would show as the second 1.
        let earliest = try #require(deadlines.earliest)
        #expect(earliest > .seconds(9000))
        #expect(deadlines.expire(at: .seconds(19_999)).isEmpty)
        #expect(deadlines.expire(at: .seconds(20_000)) == [web])
    }

    /// Against a dictionary: every lease ends at its time, once, whatever happened before.
    @Test func everyLeaseEndsOnceAtItsTime() async {
        for seed: UInt64 in 0..<6 {
            await Task.yield()
            var generator = SeededGenerator(seed: seed)
            var deadlines = Deadlines()
            var expected: [Registration: Duration] = [:]
            let names = (0..<20).map { registration("n\($0)", "10.0.0.1") }
            for now in 0..<3000 {
                // A few come and go all the time, so that there is much to sweep; the others are
                // left alone long enough to end.
                let isRestless = generator.chance(0.9)
                let name = names[Int.random(in: isRestless ? 0..<3 : 3..<20, using: &generator)]
                let longest = isRestless ? 1500 : 200
                let end = Duration.seconds(now + Int.random(in: 1...longest, using: &generator))
                if generator.chance(0.6) {
                    deadlines.set(end, for: name)
                    expected[name] = end
                } else {
                    deadlines.remove(name)
                    expected[name] = nil
                }
                let ended = expected.filter { $0.value <= .seconds(now) }.keys
                #expect(Set(deadlines.expire(at: .seconds(now))) == Set(ended), "seed \(seed)")
                for name in ended { expected[name] = nil }
                #expect(Set(deadlines.registrations) == Set(expected.keys), "seed \(seed)")
            }
        }
    }
}

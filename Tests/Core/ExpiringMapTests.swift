import Testing

@testable import DockerNetwork

@Suite struct ExpiringMapTests {
    @Test func forgetsAfterTheLifetime() {
        var map = ExpiringMap<String, Int>(lifetime: .seconds(10), capacity: 10)
        map.set(1, for: "a", at: .seconds(0))
        #expect(map.value(for: "a", at: .seconds(9)) == 1)
        #expect(map.value(for: "a", at: .seconds(10)) == nil)
        map.set(2, for: "b", at: .seconds(11))
        #expect(map.count == 1)
    }

    @Test func settingAgainGivesAWholeLifetime() {
        var map = ExpiringMap<String, Int>(lifetime: .seconds(10), capacity: 10)
        map.set(1, for: "a", at: .seconds(0))
        map.set(2, for: "a", at: .seconds(5))
        map.expire(at: .seconds(12))
        #expect(map.value(for: "a", at: .seconds(12)) == 2)
    }

    @Test func forgetsTheOldestWhereThereAreTooMany() {
        var map = ExpiringMap<Int, Int>(lifetime: .seconds(10), capacity: 3)
        for number in 0..<5 { map.set(number, for: number, at: .seconds(number)) }
        #expect(map.count == 3)
        #expect(map.value(for: 1, at: .seconds(4)) == nil)
        #expect(map.value(for: 2, at: .seconds(4)) == 2)
    }
}

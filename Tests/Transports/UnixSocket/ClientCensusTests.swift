import DockerNetwork
import TestSupport
import Testing

@testable import DockerNetworkUnixSocket

@Suite struct ClientCensusTests {
    private func census(_ senders: String...) -> ClientCensus {
        var census = ClientCensus()
        for (key, sender) in senders.enumerated() {
            census.insert(UInt64(key + 1), of: Sender(name: sender))
        }
        return census
    }

    private func cut(_ census: ClientCensus, for sender: String) -> UInt64? {
        census.cut(for: Sender(name: sender))
    }

    @Test func theNewestOfWhoHasMostMakesRoom() {
        let census = census("loud", "loud", "quiet", "loud")
        #expect(cut(census, for: "new") == 4)
        #expect(cut(census, for: "quiet") == 4)
        #expect(cut(census, for: "loud") == 4)
    }

    @Test func whoWouldHaveAsMuchAsTheOthersMakesRoomForItself() {
        let census = census("a", "a", "b", "b")
        #expect(cut(census, for: "a") == 2)
        #expect(cut(census, for: "b") == 4)
        #expect(cut(census, for: "c").map { [2, 4].contains($0) } == true)
    }

    @Test func whereEachHasOneANewcomerGetsIn() {
        #expect(cut(census("a", "b", "c"), for: "d") == 3)
        #expect(cut(ClientCensus(), for: "d") == nil)
    }

    @Test(arguments: 1...50)
    func neverIsWhoHasLessCutForWhoHasMore(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var census = ClientCensus()
        var owners: [UInt64: String] = [:]
        for key in UInt64(1)...400 {
            let sender = "\(Int.random(in: 0..<6, using: &generator))"
            if owners.count >= 20 {
                guard let cut = census.cut(for: Sender(name: sender)),
                    let loser = owners.removeValue(forKey: cut)
                else {
                    Issue.record("nobody made room")
                    return
                }
                census.remove(cut, of: Sender(name: loser))
                let left = owners.values.count { $0 == loser }
                let others = owners.values.count { $0 == sender }
                // The newcomer counted, nobody has more than who was cut had.
                #expect(left + 1 >= others + (loser == sender ? 0 : 1))
            }
            census.insert(key, of: Sender(name: sender))
            owners[key] = sender
            if Int.random(in: 0..<4, using: &generator) == 0,
                let key = owners.keys.randomElement(using: &generator),
                let sender = owners.removeValue(forKey: key)
            {
                census.remove(key, of: Sender(name: sender))
            }
        }
    }
}

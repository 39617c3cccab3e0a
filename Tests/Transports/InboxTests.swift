import DockerNetwork
import Testing

@testable import DockerNetworkConnection

@Suite struct InboxTests {
    private func delivery(
        _ number: UInt64, _ sender: String, _ instance: UInt128? = nil
    ) throws -> Delivery {
        let registration = try Registration(
            hostname: Hostname("web", in: .docker), address: #require(IPAddress("10.0.0.1")))
        let origin = instance.map {
            Origin(instance: InstanceID(rawValue: $0), started: 0, sequence: 1)
        }
        return Delivery(
            token: Delivery.Token(rawValue: number),
            content: .announcement(Announcement(.up, registration, origin: origin)), user: sender)
    }

    private func probe(_ number: UInt64) -> Delivery {
        Delivery(
            token: Delivery.Token(rawValue: number), content: .probe(ProbeID(rawValue: number)))
    }

    private func numbers(_ batch: [Delivery]) -> [UInt64] { batch.map(\.token.rawValue) }

    @Test func aFloodUnderManyNamesOvertakesNobody() throws {
        var inbox = Inbox()
        for number in 1...1_000 {
            inbox.append(try delivery(UInt64(number), "loud", UInt128(number)))
        }
        inbox.append(try delivery(2_000, "quiet"))
        inbox.append(try delivery(2_001, "quiet"))
        #expect(numbers(inbox.take(4)) == [1, 2_000, 2, 2_001])
    }

    @Test func whatComesBehindEverythingDoes() throws {
        var inbox = Inbox()
        inbox.appendBehindAll(probe(100))
        inbox.append(try delivery(1, "a", 1))
        inbox.append(try delivery(2, "a", 1))
        inbox.append(try delivery(3, "b"))
        inbox.appendBehindAll(probe(101))
        inbox.append(try delivery(4, "c"))
        inbox.appendBehindAll(probe(102))
        let all = numbers(inbox.take(100))
        #expect(all.first == 100)
        let first = try #require(all.firstIndex(of: 101))
        #expect(Set(all[..<first]).isSuperset(of: [1, 2, 3]))
        #expect(all.last == 102)
        #expect(inbox.isEmpty)
    }

    @Test func whatIsPutBackComesFirst() throws {
        var inbox = Inbox()
        for number in 1...5 { inbox.append(try delivery(UInt64(number), "a")) }
        inbox.appendBehindAll(probe(6))
        inbox.putBack(inbox.take(3))
        inbox.putBack(inbox.take(2))
        #expect(inbox.count == 6)
        #expect(numbers(inbox.take(4)) == [1, 2, 3, 4])
        #expect(numbers(inbox.take(4)) == [5, 6])
    }
}

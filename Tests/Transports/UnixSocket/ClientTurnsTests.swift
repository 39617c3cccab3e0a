import DockerNetwork
import Testing

@testable import DockerNetworkUnixSocket

@Suite struct ClientTurnsTests {
    private let loud = Sender(name: "loud")
    private let quiet = Sender(name: "quiet")

    @Test func sendersAreReadInTurns() {
        var turns = ClientTurns()
        for client in 1...3 as ClosedRange<UInt64> { turns.add(client, of: loud) }
        turns.add(4, of: quiet)
        turns.add(4, of: quiet)
        #expect(turns.next() == 1)
        turns.putBehind(1, of: loud)
        #expect(turns.next() == 4)
        turns.wasRead(4)
        #expect([turns.next(), turns.next(), turns.next()] == [2, 3, 1])
        #expect(turns.next() == nil && !turns.isAnyReady)
    }

    @Test func whoIsGoneIsNotRead() {
        var turns = ClientTurns()
        turns.add(1, of: loud)
        turns.add(2, of: loud)
        turns.flushLater(1)
        turns.flushLater(2)
        turns.pause(1)
        turns.set(1, isBlocked: true)
        turns.remove(1)
        #expect(turns.next() == 2)
        #expect(turns.takeUnflushed() == [2] && turns.takeUnflushed().isEmpty)
        #expect(turns.paused.isEmpty && turns.blocked.isEmpty)
    }

    @Test func aSocketIsWatchedForWhatItsClientMayDo() {
        var turns = ClientTurns()
        #expect(turns.interest(of: 1) == .reading)
        turns.set(1, isBlocked: true)
        #expect(turns.interest(of: 1) == [.reading, .writing])
        turns.pause(1)
        #expect(turns.interest(of: 1) == .writing)
        turns.set(1, isBlocked: false)
        #expect(turns.interest(of: 1) == [])
        turns.resume(1)
        #expect(turns.interest(of: 1) == .reading)
    }

    // MARK: - Probes

    @Test func aProbeComesBehindAllThatWasSentBeforeIt() {
        var probes = AwaitedProbes()
        probes.append(ProbeID(rawValue: 1))
        #expect(probes.areAsked && probes.popFirst() == nil)
        probes.wait(for: [7, 8])
        #expect(!probes.areAsked && probes.popFirst() == nil)
        probes.append(ProbeID(rawValue: 2))
        probes.wait(for: [])
        probes.wasRead(7)
        #expect(probes.popFirst() == nil)
        probes.wasRead(8)
        #expect(probes.popFirst() == ProbeID(rawValue: 1))
        #expect(probes.popFirst() == ProbeID(rawValue: 2))
        #expect(probes.popFirst() == nil)
    }
}

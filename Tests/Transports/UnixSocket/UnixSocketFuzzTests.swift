import DockerNetwork
import TestSupport
import Testing

@testable import DockerNetworkUnixSocket

/// Hostile packets.
@Suite struct UnixSocketFuzzTests {
    @Test func whatIsReadIsValidAndReadsBackAsItself() async throws {
        let run = FuzzRun("packet", seed: 0x0517, inputs: 6_000)
        var generator = SeededGenerator(seed: run.seed)
        let samples = try Self.samples()
        var valid = 0
        while await run.goesOn() {
            let bytes = Self.bent(samples.randomElement(using: &generator) ?? [], &generator)
            run.note(bytes)
            do throws(PacketError) {
                // A host reads no more of a packet than this, and knows its length.
                let packet = try Packet(bytes.prefix(Packet.readLength), size: bytes.count)
                valid += 1
                check(packet)
            } catch {
                #expect(ShownText.isOneLine(error.description))
            }
        }
        #expect(valid > run.count / 20)
        run.finish()
    }

    private func check(_ packet: Packet) {
        #expect(packet.body.count == packet.bodySize || packet.body.isEmpty)
        #expect(packet.body.count <= AnnouncementBody.longest)
        if packet.body.count == packet.bodySize {
            let again = packet.bytes
            #expect((try? Packet(again[...], size: again.count)) == packet)
        }
        for text in [packet.shortText(.messageID), packet.shortText(.correlation)] {
            #expect(text?.utf8.count ?? 0 <= Packet.longestText)
        }
        if let reason = packet.reason { #expect(ShownText.isOneLine(reason)) }
        if case .receipt(let receipt, let messageID) = packet.receiptSignal {
            #expect(ShownText.isOneLine(receipt.hostName) && messageID.utf8.count <= 255)
        }
        switch packet.content(in: .docker) {
        case .announcement(let announcement):
            #expect(announcement.registration.address.unreachableReason == nil)
            #expect(announcement.origin?.sequence ?? 1 >= 1)
        case .malformed(let error): #expect(ShownText.isOneLine(error.description))
        case .probe, .left, .complete: Issue.record("a client sent what only the host says")
        }
    }

    private static func samples() throws -> [[UInt8]] {
        let options = PublisherOptions(instance: InstanceID(rawValue: 4711), hearsReceipts: true)
        let refusal = Receipt(hostName: "gate", outcome: .refused("reserved"))
        return [
            Packet(try .sample(1, wantsReceipt: true), number: 1, options).bytes,
            Packet(try .sample(2), number: .max, PublisherOptions()).bytes,
            Packet(refusal, correlation: "m").bytes, Packet(confirming: 12).bytes,
            Packet(ending: "others need its place").bytes, Packet(.resync).bytes,
        ]
    }

    /// Bends bytes, lengths among them: `FuzzBytes` bends texts.
    private static func bent(_ sample: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = sample
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let index = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, index + Int.random(in: 0...20, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where index < bytes.count: bytes[index] = .random(in: 0...255, using: &generator)
            case 1 where index < bytes.count:
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.removeSubrange(index..<end)
            case 3: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 4:
                let more = Int.random(in: 0...3_000, using: &generator)
                bytes += (0..<more).map { _ in UInt8.random(in: 0...255, using: &generator) }
            default: bytes.insert(.random(in: 0...14, using: &generator), at: index)
            }
        }
        return bytes
    }
}

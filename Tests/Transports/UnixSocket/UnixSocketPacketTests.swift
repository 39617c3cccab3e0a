import DockerNetwork
import TestSupport
import Testing

@testable import DockerNetworkUnixSocket

extension UnixSocketTests {
    @Suite struct Packets {
        @Test func everyFieldOfAnAnnouncementRidesBesideTheBodyOf2014() throws {
            let publication = try Publication.sample(3, messageID: "id ü", wantsReceipt: true)
            let options = PublisherOptions(
                instance: InstanceID(rawValue: 4711), hearsReceipts: true)
            let packet = Packet(publication, number: 7, options)
            let bytes = packet.bytes
            let read = try Packet(bytes[...], size: bytes.count)
            #expect(read == packet)
            #expect(read.body == Array("10.0.0.4:web-3:up".utf8))
            #expect(read.number == 7)
            #expect(read.text(.messageID) == "id ü")
            #expect(read.integer(.timestamp) == 1_700_000_000)
            #expect(read.text(.application) == "my-docker-network")
            #expect(read.text(.instance) == InstanceID(rawValue: 4711).description)
            #expect(read.integer(.started) == 1_700_000_000_000)
            #expect(read.integer(.sequence) == 3)
            #expect(read.integer(.lease) == 60)
            #expect(read.text(.correlation) == "id ü")
            #expect(read.fields[.bound] == [])
            #expect(read.content(in: .docker) == .announcement(publication.announcement))
        }

        @Test func anAnnouncementOf2014IsItsBody() throws {
            var publication = try Publication.sample(3)
            publication.announcement.origin = nil
            publication.announcement.lease = nil
            let packet = Packet(publication, number: 1, PublisherOptions())
            #expect(Set(packet.fields.keys) == [.number, .messageID, .timestamp, .application])
            #expect(packet.content(in: .docker) == .announcement(publication.announcement))
        }

        @Test func onlyWhatAnEmitterSaysOfItselfEndsWithItsConnection() throws {
            let publication = try Publication.sample(1)
            for instance in [nil, InstanceID(rawValue: 42)] {
                let options = PublisherOptions(instance: instance)
                #expect(Packet(publication, number: 1, options).fields[.bound] == nil)
            }
        }

        @Test func aReceiptIsReadAsItWasSent() throws {
            let outcomes: [Receipt.Outcome] = [
                .applied, .refused("the name 'web' is reserved, ü"), .unmet("10.0.0.9 wins"),
                .pending("the disk is full"),
            ]
            for outcome in outcomes {
                let receipt = Receipt(
                    hostName: "gate", outcome: outcome,
                    evidence: outcome == .applied ? .resolves : nil)
                let bytes = Packet(receipt, correlation: "m").bytes
                let read = try Packet(bytes[...], size: bytes.count)
                #expect(read.receiptSignal == .receipt(receipt, messageID: "m"))
            }
        }

        @Test func aBodyIsJudgedByItsWholeLength() throws {
            var packet = Packet(.announcement)
            packet.set(.number, 1)
            packet.body = Array(repeating: 0x61, count: 100_000)
            let bytes = packet.bytes
            let read = try Packet(bytes.prefix(Packet.readLength), size: bytes.count)
            #expect(read.body.isEmpty && read.bodySize == 100_000)
            #expect(read.content(in: .docker) == .malformed(.tooLong(100_000)))
        }

        @Test(
            arguments: [
                ([], .garbled), ([1], .garbled), ([1, 1], .garbled), ([1, 1, 0], .garbled),
                ([2, 1, 0, 0], .version(2)), ([71, 69, 84, 32], .version(71)),
                ([1, 0, 0, 0], .kind(0)), ([1, 6, 0, 0], .kind(6)),
                ([1, 1, 0, 1], .garbled), ([1, 1, 0, 1, 2], .garbled),
                ([1, 1, 0, 4, 2, 0, 2, 65], .garbled),
                ([1, 1, 0, 6, 10, 0, 0, 10, 0, 0], .garbled), ([1, 1, 255, 255], .garbled),
            ] as [([UInt8], PacketError)])
        func refuses(bytes: [UInt8], error: PacketError) {
            #expect(throws: error) { try Packet(bytes[...], size: bytes.count) }
        }

        @Test func fieldsOfLaterVersionsArePassedOver() throws {
            let bytes: [UInt8] = [1, 1, 0, 8, 200, 0, 2, 1, 2, 10, 0, 0, 65]
            let packet = try Packet(bytes[...], size: bytes.count)
            #expect(packet.fields == [.bound: []] && packet.body == [65])
        }
    }
}

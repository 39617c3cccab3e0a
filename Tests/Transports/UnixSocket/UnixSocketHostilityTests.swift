import DockerNetwork
import Glibc
import TestSupport
import Testing

@testable import DockerNetworkUnixSocket

extension UnixSocketTests {
    /// Clients that mean no good, beside one that does.
    @Suite struct Hostility {
        private let folder = SocketFolder()

        /// Expects that an emitter beside all of this is heard and answered.
        private func expectServed(
            _ host: any Subscription, by transport: UnixSocketTransport, _ number: Int
        ) async throws {
            let emitter = try await transport.openPublisher(
                PublisherOptions(hearsReceipts: true))
            let publication = try Publication.sample(
                number, messageID: "live-\(number)", wantsReceipt: true)
            #expect(try await emitter.publish([publication]) == [.routed])
            var address: ReplyAddress?
            while address == nil {
                let batch = try await host.nextBatch(limit: 10_000)
                try await host.settle(batch.map(\.token), sending: [])
                address = batch.first { $0.messageID == publication.messageID }?.replyAddress
            }
            let receipt = Receipt(hostName: "one", outcome: .applied)
            try await host.settle([], sending: [(receipt, to: #require(address))])
            #expect(
                try await emitter.nextSignal()
                    == .receipt(receipt, messageID: publication.messageID))
            await emitter.close()
        }

        @Test func garbageIsCountedOnceAndItsSenderIsToldAndDropped() async throws {
            let transport = folder.transport()
            let host = try await transport.openSubscription(.one)
            var generator = SeededGenerator(seed: 42)
            for round in 0..<200 {
                let client = try RawClient(folder.socket)
                let count = Int.random(in: 1...4_000, using: &generator)
                var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                // No version of ours begins so.
                bytes[0] = UInt8.random(in: 2...255, using: &generator)
                for _ in 0..<20 { client.send(bytes) }
                let end = try #require(try await client.next())
                #expect(end.kind == .end)
                #expect(end.reason?.contains("version \(bytes[0])") == true)
                #expect(try await client.next() == nil)
                if round % 50 == 0 { try await expectServed(host, by: transport, round + 1) }
            }
            try await host.sendProbe(ProbeID(rawValue: 1))
            var malformed = 0
            var last: Delivery?
            while last?.content != .probe(ProbeID(rawValue: 1)) {
                let batch = try await host.nextBatch(limit: 1_000)
                malformed += batch.count { $0.content == .malformed(.unreadable) }
                last = batch.last { $0.content != .left }
            }
            // The rest was taken off while the live emitter waited for its receipts.
            #expect((1...200).contains(malformed))
            await host.close()
        }

        @Test func aClientThatSpeaksLikeAHostIsDropped() async throws {
            let host = try await folder.transport().openSubscription(.one)
            for packet in [Packet(.resync), Packet(confirming: 1), Packet(ending: "go away")] {
                let client = try RawClient(folder.socket)
                client.send(packet.bytes)
                #expect(try await client.next()?.kind == .end)
                var contents: [Delivery.Content] = []
                while contents.last != .left {
                    contents += try await host.nextBatch(limit: 1).map(\.content)
                }
                #expect(contents == [.malformed(.unreadable), .left])
            }
            await host.close()
        }

        @Test func whoeverFloodsWaitsForItselfAlone() async throws {
            let transport = folder.transport()
            let host = try await transport.openSubscription(.one)
            let client = try RawClient(folder.socket)
            // Nobody acknowledges: the client's own limit is reached, then its socket is full.
            var sent: UInt64 = 0
            try await eventually("the flood is held up") {
                while client.announce(try .sample(Int(sent % 1_000)), number: sent + 1) {
                    sent += 1
                }
                return sent > 5_000
            }
            try await expectServed(host, by: transport, 4_711)
            // What it sent comes as the host catches up: all of it, in its order.
            var taken = 0
            try await eventually("all of it has come") {
                try await host.sendProbe(ProbeID(rawValue: 1))
                var last: Delivery?
                while last?.content != .probe(ProbeID(rawValue: 1)) {
                    let batch = try await host.nextBatch(limit: 10_000)
                    try await host.settle(batch.map(\.token), sending: [])
                    taken += batch.count { $0.messageID?.hasPrefix("m-") == true }
                    last = batch.last { $0.content != .left }
                }
                return try await client.next()?.number == sent
            }
            #expect(taken <= Int(sent))
            await host.close()
        }

        @Test func aClientThatLeavesItsAnswersUnreadIsDropped() async throws {
            let transport = folder.transport { $0.answerTimeout = .milliseconds(300) }
            let host = try await transport.openSubscription(.one)
            let client = try RawClient(folder.socket)
            var number: UInt64 = 0
            let reason = String(repeating: "x", count: 1_000)
            var isDropped = false
            try await eventually("it is dropped") {
                for _ in 0..<100 {
                    number += 1
                    _ = client.announce(
                        try .sample(1, messageID: "unread", wantsReceipt: true), number: number)
                }
                try await host.sendProbe(ProbeID(rawValue: number))
                // The client's end may come behind the probe.
                var isThrough = false
                while !isThrough {
                    let batch = try await host.nextBatch(limit: 1_000)
                    let receipt = Receipt(hostName: "one", outcome: .refused(reason))
                    try await host.settle(
                        batch.map(\.token),
                        sending: batch.compactMap { delivery in
                            delivery.replyAddress.map { (receipt, to: $0) }
                        })
                    isThrough = batch.contains {
                        $0.content == .probe(ProbeID(rawValue: number))
                    }
                }
                isDropped = !client.announce(try .sample(1), number: number) && errno == EPIPE
                return isDropped
            }
            try await expectServed(host, by: transport, 4_711)
            await host.close()
        }

        @Test func silentClientsMakeRoomWhereAllPlacesAreTaken() async throws {
            let transport = folder.transport { $0.mostClients = 100 }
            let host = try await transport.openSubscription(.one)
            let live = try await transport.openPublisher(PublisherOptions())
            #expect(try await live.publish([.sample(1)]) == [.routed])
            let others = try (0..<400).map { _ in try RawClient(folder.socket) }
            try await expectServed(host, by: transport, 2)
            #expect(try await live.publish([.sample(3)]) == [.routed])
            withExtendedLifetime(others) {}
            await live.close()
            await host.close()
        }

        @Test func whereAllPlacesAreTakenTheNewestOfWhoHasMostMakesRoom() async throws {
            let transport = folder.transport { $0.mostClients = 3 }
            let host = try await transport.openSubscription(.one)
            var emitters: [any Publisher] = []
            for number in 1...3 {
                emitters.append(try await transport.openPublisher(PublisherOptions()))
                _ = try await emitters[number - 1].publish([.sample(number)])
            }
            let late = try await transport.openPublisher(PublisherOptions())
            #expect(try await late.publish([.sample(4)]) == [.routed])
            let error = await failure { _ = try await emitters[2].nextSignal() }
            #expect(error?.code == .closed)
            #expect(error?.message.contains("another needs the place") == true, "\(error as Any)")
            for number in 0...1 {
                #expect(try await emitters[number].publish([.sample(number)]) == [.routed])
            }
            for emitter in emitters + [late] { await emitter.close() }
            await host.close()
        }

        /// What it announced ends with its lease: it lives, and has no other fault than to be one
        /// too many.
        @Test func whoMakesRoomKeepsItsNames() async throws {
            let transport = folder.transport { $0.mostClients = 1 }
            let host = try await transport.openSubscription(.one)
            let first = try RawClient(folder.socket)
            let instance = InstanceID(rawValue: 4711)
            #expect(first.announce(try .sample(1), number: 1, instance: instance))
            #expect(try await first.next()?.kind == .confirm)
            let second = try RawClient(folder.socket)
            #expect(second.announce(try .sample(2), number: 1, instance: instance))
            #expect(try await second.next()?.kind == .confirm)
            #expect(try await first.next()?.kind == .end)
            try await host.sendProbe(ProbeID(rawValue: 1))
            var contents: [Delivery.Content] = []
            while contents.last != .probe(ProbeID(rawValue: 1)) {
                contents += try await host.nextBatch(limit: 100).map(\.content)
            }
            let kinds = contents.compactMap { content -> Announcement.Kind? in
                guard case .announcement(let announcement) = content else { return nil }
                return announcement.kind
            }
            #expect(kinds == [.up, .up])
            #expect(contents.contains(.left))
            await host.close()
        }

        /// A message that is none makes nobody one that stays.
        @Test func crowdsThatSentGarbageKeepNobodyOut() async throws {
            let transport = folder.transport { $0.mostClients = 50 }
            let host = try await transport.openSubscription(.one)
            var garbage = Packet(.announcement)
            garbage.body = Array("no announcement".utf8)
            garbage.bodySize = garbage.body.count
            var crowd: [RawClient] = []
            for _ in 0..<200 {
                let client = try RawClient(folder.socket)
                client.send(garbage.bytes)
                crowd.append(client)
            }
            try await expectServed(host, by: transport, 1)
            withExtendedLifetime(crowd) {}
            await host.close()
        }

        @Test func thousandsOfNamesComeAndGoWithTheirClients() async throws {
            let transport = folder.transport()
            let host = try await transport.openSubscription(.one)
            let instance = InstanceID(rawValue: 4711)
            for number in 1...300 {
                let client = try RawClient(folder.socket)
                #expect(client.announce(try .sample(number), number: 1, instance: instance))
                #expect(try await client.next()?.kind == .confirm)
            }
            var kinds: [Announcement.Kind: Int] = [:]
            while kinds.values.reduce(0, +) < 600 {
                for case .announcement(let announcement) in try await host.nextBatch(limit: 1_000)
                    .map(\.content)
                {
                    kinds[announcement.kind, default: 0] += 1
                }
            }
            #expect(kinds == [.up: 300, .down: 300])
            await host.close()
        }
    }
}

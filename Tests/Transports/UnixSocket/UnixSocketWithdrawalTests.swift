import DockerNetwork
import Testing

@testable import DockerNetworkUnixSocket

extension UnixSocketTests {
    /// What becomes of names whose emitter goes.
    @Suite struct Withdrawal {
        private let folder = SocketFolder()
        private static let instance = InstanceID(rawValue: 4711)

        private func host(
            withdraws: Bool = true
        ) async throws -> any Subscription {
            try await folder.transport { $0.withdrawsOnClose = withdraws }.openSubscription(.one)
        }

        private func emitter(
            _ instance: InstanceID? = Self.instance
        ) async throws -> any Publisher {
            try await folder.transport().openPublisher(PublisherOptions(instance: instance))
        }

        /// What comes until a probe that is sent now is back.
        private func rest(of host: any Subscription) async throws -> [Delivery] {
            try await host.sendProbe(ProbeID(rawValue: 1))
            var deliveries: [Delivery] = []
            let probe = Delivery.Content.probe(ProbeID(rawValue: 1))
            while !deliveries.contains(where: { $0.content == probe }) {
                deliveries += try await host.nextBatch(limit: 100)
            }
            return deliveries.filter { $0.content != probe && $0.content != .left }
        }

        @Test func closingWithdrawsWhatItsInstanceAnnouncedLast() async throws {
            let host = try await host()
            let emitter = try await emitter()
            _ = try await emitter.publish([.sample(1), .sample(2), .sample(3)])
            var down = try Publication.sample(2).announcement
            down.kind = .down
            down.origin?.sequence = 9
            _ = try await emitter.publish([Publication(down, messageID: "down", sentAt: 0)])
            _ = try await rest(of: host)
            await emitter.close()
            let withdrawals = try await host.nextBatch(limit: 10)
            let announcements = withdrawals.compactMap { delivery -> Announcement? in
                guard case .announcement(let announcement) = delivery.content else { return nil }
                return announcement
            }
            #expect(announcements.allSatisfy { $0.kind == .down && $0.lease == nil })
            #expect(
                Set(announcements.compactMap(\.origin)) == [
                    Origin(instance: Self.instance, started: 1_700_000_000_000, sequence: 2),
                    Origin(instance: Self.instance, started: 1_700_000_000_000, sequence: 4),
                ])
            #expect(withdrawals.allSatisfy { $0.user == SocketFolder.user })
            #expect(withdrawals.allSatisfy { $0.replyAddress == nil })
            try await host.settle(withdrawals.map(\.token), sending: [])
            await host.close()
        }

        @Test func aRepeatedUpIsWithdrawnByItsLastNumber() async throws {
            let host = try await host()
            let emitter = try await emitter()
            var again = try Publication.sample(1)
            again.announcement.origin?.sequence = 70
            _ = try await emitter.publish([.sample(1), again])
            await emitter.close()
            var sequences: [Int64] = []
            while sequences.count < 3 {
                for case .announcement(let announcement) in try await host.nextBatch(limit: 10)
                    .map(\.content)
                {
                    sequences.append(announcement.origin?.sequence ?? 0)
                }
            }
            #expect(sequences == [1, 70, 71])
            await host.close()
        }

        @Test(arguments: [nil, InstanceID(rawValue: 42)])
        func oneShotsAndOthersWordsStay(_ instance: InstanceID?) async throws {
            let host = try await host()
            let emitter = try await emitter(instance)
            var bare = try Publication.sample(2)
            bare.announcement.origin = nil
            _ = try await emitter.publish([.sample(1), bare])
            await emitter.close()
            #expect(try await rest(of: host).count == 2)
            #expect(try await rest(of: host).isEmpty)
            await host.close()
        }

        @Test func itCanBeTurnedOff() async throws {
            let host = try await host(withdraws: false)
            let emitter = try await emitter()
            _ = try await emitter.publish([.sample(1)])
            await emitter.close()
            #expect(try await rest(of: host).count == 1)
            #expect(try await rest(of: host).isEmpty)
            await host.close()
        }

        /// Whichever the host sees first, the end of the old connection or the word on the new one.
        @Test(arguments: [false, true])
        func anEmitterThatConnectsAgainKeepsItsNames(_ oldEndsFirst: Bool) async throws {
            let host = try await host()
            let old = try await emitter()
            let new = try await emitter()
            _ = try await old.publish([.sample(1)])
            // As `Emitter` does, it leaves one number out.
            var again = try Publication.sample(1)
            again.announcement.origin?.sequence = 3
            var registry = Registry(policy: Policy())
            if oldEndsFirst { await old.close() }
            var deliveries = try await rest(of: host)
            _ = try await new.publish([again])
            if !oldEndsFirst {
                deliveries += try await rest(of: host)
                await old.close()
            }
            deliveries += try await rest(of: host)
            let moment = Moment(elapsed: .seconds(1), unixMilliseconds: 1_700_000_000_000)
            for delivery in deliveries {
                guard case .announcement(let announcement) = delivery.content else { continue }
                _ = registry.apply(
                    announcement, messageID: delivery.messageID, from: TransportID(rawValue: 0),
                    at: moment)
            }
            #expect(deliveries.count == 3)
            #expect(registry.table[again.announcement.registration] != nil)
            // Its end counts as well.
            await new.close()
            for delivery in try await rest(of: host) {
                guard case .announcement(let announcement) = delivery.content else { continue }
                _ = registry.apply(announcement, from: TransportID(rawValue: 0), at: moment)
            }
            #expect(registry.table.count == 0)
            await host.close()
        }

        @Test func aHostThatEndsWithdrawsNothing() async throws {
            let first = try await host()
            let emitter = try await emitter()
            _ = try await emitter.publish([.sample(1)])
            await first.close()
            let second = try await host()
            #expect(try await rest(of: second).isEmpty)
            #expect(await failure { _ = try await emitter.nextSignal() }?.code == .closed)
            await emitter.close()
            await second.close()
        }
    }
}

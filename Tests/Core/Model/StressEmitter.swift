import DockerNetwork
import TestSupport

/// One instance of the stress: it announces its names, renews them, withdraws some, and waits for
/// the answer to the last message about each: there is no other reply for a name.
struct StressEmitter: Sendable {
    let number: Int
    let nameCount: Int
    /// How many names it shares with the instance of the same number in the other half.
    let sharedCount: Int
    let half: Int

    /// Renewed names are those under a lease: of every four, one is announced once and for all.
    private static let lease = Lease(seconds: 3600)

    var started: Int64 { Int64(1000 + number) }
    private var instance: InstanceID { InstanceID(rawValue: UInt128(number + 1)) }
    private var isLater: Bool { number >= half }

    private var registrations: [Registration] {
        (0..<nameCount).map { index in
            let owner = index < sharedCount ? "shared\(number % half)" : "own\(number)"
            return registration("\(owner)-\(index)", "10.1.\(number / 250).\(number % 250 + 1)")
        }
    }

    /// What of it must be in the table at the end: the later of two who share a name has it.
    var survivors: [Registration] {
        registrations.enumerated().filter { index, _ in
            !Self.isWithdrawn(index) && (index >= sharedCount || isLater)
        }.map(\.element)
    }

    /// Announces everything over a transport, and returns of how many names the last word was answered.
    func run(
        over transport: any Transport, using generator: inout SeededGenerator
    ) async throws -> Int {
        let publisher = try await transport.openPublisher(
            PublisherOptions(instance: instance, hearsReceipts: true))
        var unanswered: Set<String> = []
        var last: [Registration: String] = [:]
        for publications in batches(of: history(), using: &generator) {
            for publication in publications {
                unanswered.insert(publication.messageID)
                last[publication.announcement.registration] = publication.messageID
            }
            _ = try await publisher.publish(publications)
        }
        let count = last.count
        var awaited = Set(last.values)
        while !awaited.isEmpty {
            guard case .receipt(let receipt, let messageID) = try await publisher.nextSignal()
            else { continue }
            if case .pending = receipt.outcome { continue }
            guard unanswered.remove(messageID) != nil else { throw Surprise.answeredTwice }
            awaited.remove(messageID)
            if case .refused = receipt.outcome, isLater { throw Surprise.refused(receipt) }
        }
        await publisher.close()
        return count
    }

    /// An answer that nothing explains.
    enum Surprise: Error {
        case answeredTwice
        case refused(Receipt)
    }

    private func history() -> [Announcement] {
        var sequence: Int64 = 0
        var history: [Announcement] = []
        for round in 0..<3 {
            for (index, registration) in registrations.enumerated() {
                let isLeased = index % 4 != 0
                let isDown = round == 2 && Self.isWithdrawn(index)
                guard round == 0 || isDown || (round == 1 && isLeased) else { continue }
                sequence += 1
                history.append(
                    Announcement(
                        isDown ? .down : .up, registration,
                        origin: Origin(instance: instance, started: started, sequence: sequence),
                        lease: isLeased && !isDown ? Self.lease : nil))
            }
        }
        return history
    }

    private static func isWithdrawn(_ index: Int) -> Bool { index % 10 == 9 }

    private func batches(
        of history: [Announcement], using generator: inout SeededGenerator
    ) -> [[Publication]] {
        var batches: [[Publication]] = []
        var rest = history[...].enumerated().map { index, announcement in
            Publication(
                announcement, messageID: "\(number)-\(index)", sentAt: 0, wantsReceipt: true)
        }[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...60, using: &generator)
            batches.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return batches
    }
}

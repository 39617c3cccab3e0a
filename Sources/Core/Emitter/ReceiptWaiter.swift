/// Waits for the hosts' answers to a batch of publications.
///
/// There may be several hosts: the first "applied" decides, and a refusal, or that the name does not
/// lead to the address, does when no host has applied the announcement within a second of it.
struct ReceiptWaiter: Sendable {
    private enum Event: Sendable {
        case signal(PublisherSignal)
        case failed(TransportError)
        case refusalStands(messageID: String)
        case timedOut
    }

    private var undecided: [String: Registration]
    private var refusals: [String: OneShot.Refused] = [:]
    private var unmet: [String: OneShot.Refused] = [:]
    private var pending: [String: OneShot.Refused] = [:]
    /// The announcements that a host applied.
    private(set) var applied: [OneShot.Applied] = []

    /// The time that a refusal waits for another host's "applied".
    private static let refusalDelay: Duration = .seconds(1)

    init(_ publications: [Publication]) {
        undecided = Dictionary(
            uniqueKeysWithValues: publications.map { ($0.messageID, $0.announcement.registration) })
    }

    /// The announcements that were refused, by registration.
    var refused: [OneShot.Refused] { Self.sorted(refusals) }

    /// The registrations that a host has, but that do not lead to the address, with the reason.
    var failed: [OneShot.Refused] { Self.sorted(unmet) }

    /// The registrations that a host has but cannot apply yet, with the reason.
    var waiting: [OneShot.Refused] { Self.sorted(pending) }

    private static func sorted(_ refused: [String: OneShot.Refused]) -> [OneShot.Refused] {
        refused.values.sorted { $0.registration < $1.registration }
    }

    /// Waits, and returns whether every publication was decided in time.
    mutating func wait(
        on publisher: any Publisher, within timeout: Duration
    ) async throws(TransportError) -> Bool {
        var failure: TransportError?
        await withTaskGroup(of: Event.self) { group in
            group.addTask { await Self.nextSignal(of: publisher) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return .timedOut
            }
            while !undecided.isEmpty, let event = await group.next() {
                switch event {
                case .signal(.receipt(let receipt, let messageID)):
                    if note(receipt, messageID) {
                        group.addTask {
                            try? await Task.sleep(for: Self.refusalDelay)
                            return .refusalStands(messageID: messageID)
                        }
                    }
                    group.addTask { await Self.nextSignal(of: publisher) }
                case .signal(.resync), .signal(.resyncUnheard):
                    group.addTask { await Self.nextSignal(of: publisher) }
                case .refusalStands(let messageID):
                    if refusals[messageID] != nil || unmet[messageID] != nil {
                        undecided[messageID] = nil
                    }
                case .failed(let error):
                    failure = error
                    group.cancelAll()
                    return
                case .timedOut:
                    group.cancelAll()
                    return
                }
            }
            group.cancelAll()
        }
        if let failure, !undecided.isEmpty { throw failure }
        return undecided.isEmpty
    }

    /// Notes a receipt, and returns whether it is a first refusal, which must wait.
    private mutating func note(_ receipt: Receipt, _ messageID: String) -> Bool {
        guard let registration = undecided[messageID] else { return false }
        func refused(_ reason: String) -> OneShot.Refused {
            OneShot.Refused(
                registration: registration, hostName: receipt.hostName, reason: reason)
        }
        let isFirst = refusals[messageID] == nil && unmet[messageID] == nil
        switch receipt.outcome {
        case .applied:
            refusals[messageID] = nil
            unmet[messageID] = nil
            pending[messageID] = nil
            undecided[messageID] = nil
            applied.append(OneShot.Applied(registration: registration, receipt: receipt))
            return false
        case .refused(let reason):
            refusals[messageID] = refused(reason)
            return isFirst
        case .unmet(let reason):
            pending[messageID] = nil
            unmet[messageID] = refused(reason)
            return isFirst
        case .pending(let reason):
            pending[messageID] = refused(reason)
            return false
        }
    }

    private static func nextSignal(of publisher: any Publisher) async -> Event {
        do {
            return .signal(try await publisher.nextSignal())
        } catch {
            return .failed(error)
        }
    }
}

import BenchmarkLab
import DockerNetwork
import Measuring
import Synchronization

/// A host that does nothing with what it hears but count it: emitters that ask whether one listens find it.
final class Listener: Sendable {
    private let subscription: any Subscription
    private let heard = Mutex(0)
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Listens in a virtual host until it is closed.
    init(_ lab: Lab, _ virtualHost: String) async throws {
        subscription = try await lab.broker.amqp("host", virtualHost: virtualHost)
            .openSubscription(SubscriptionOptions(hostName: "listener", domain: .docker))
        let listening = Task { [self] in await listen() }
        task.withLock { $0 = listening }
    }

    /// How many announcements were heard.
    var count: Int { heard.withLock { $0 } }

    /// Ends.
    func close() async {
        let listening = task.withLock { $0 }
        listening?.cancel()
        await listening?.value
        await subscription.close()
    }

    @concurrent private func listen() async {
        while !Task.isCancelled, let batch = try? await subscription.nextBatch(limit: 1_000) {
            let announcements = batch.count { delivery in
                if case .announcement = delivery.content { true } else { false }
            }
            heard.withLock { $0 += announcements }
            try? await subscription.settle(batch.map(\.token), sending: [])
        }
    }
}

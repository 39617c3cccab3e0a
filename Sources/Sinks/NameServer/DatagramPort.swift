import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkDNS
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A UDP socket that questions come from.
final class DatagramPort: EventHandler {
    /// After so many full batches others get their turn.
    private static let mostBatches = 8

    private var socket: FileDescriptor?
    /// Whether it is bound to all addresses, so that the one that was asked must be told.
    private let isWildcard: Bool

    init(adopting number: Int32, isWildcard: Bool) {
        socket = FileDescriptor(adopting: number)
        self.isWildcard = isWildcard
    }

    /// The socket's number; nil: it is served no more.
    var number: Int32? { socket?.number }

    /// Closes the socket; answers that come later are lost.
    func close() {
        socket = nil
    }

    /// Answers what waits.
    func handle(_ events: Epoll.Events, _ worker: Worker) {
        guard let number else { return }
        for _ in 0..<Self.mostBatches {
            let count = worker.batch.receive(from: number, withWay: isWildcard)
            // Also a failure that an earlier answer's peer caused: what else waits comes next time.
            guard count > 0 else { return }
            let snapshot = worker.shared.current()
            let now = MonotonicTime.now
            for index in 0..<count { answer(index, snapshot, now, worker) }
            worker.batch.send(to: number)
            // Fewer than there was room for: nothing waits.
            guard count == DatagramBatch.capacity else { return }
        }
    }

    private func answer(
        _ index: Int, _ snapshot: borrowing Snapshot, _ now: MonotonicTime, _ worker: Worker
    ) {
        let batch = worker.batch
        guard let message = batch.message(index),
            let client = PeerName.peer(at: batch.name(index)), client.port != 0,
            worker.rule.allows(client.address)
        else {
            worker.responder.counts.ignored += 1
            return
        }
        switch worker.limiter.verdict(for: client.address, at: now) {
        case .answer: break
        case .truncation:
            worker.responder.counts.limited += 1
            guard case .query(let query) = Query.read(message) else { return }
            batch.keepAnswer(
                index, count: worker.responder.truncate(query, message, into: batch.answer(index)))
            return
        case .silence:
            worker.responder.counts.limited += 1
            return
        }
        let outcome = worker.responder.respond(
            to: message, from: client.address, isStream: false, snapshot, into: batch.answer(index))
        switch outcome {
        case .answer(let count): batch.keepAnswer(index, count: count)
        case .silence: break
        case .forward(let query):
            let isTaken = worker.forwarder.forward(
                query, message, from: client.address, snapshot.upstreams,
                to: .datagram(self, batch.peer(index)), worker)
            guard !isTaken else { return }
            batch.keepAnswer(
                index,
                count: worker.responder.decline(
                    query, message, code: DNSHeader.Code.refused, into: batch.answer(index)))
        }
    }
}

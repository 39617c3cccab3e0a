import DockerNetwork
import DockerNetworkDNS
import DockerNetworkSystem

/// Asks upstream servers for a worker's clients, within limits.
final class Forwarder {
    private let limits: NameServerLimits
    private var questions: [UInt64: ForwardedQuestion] = [:]
    private var perClient: [IPAddress: Int] = [:]
    /// The server that answered last: the next question begins there.
    private var preferred: ServerAddress?

    init(_ limits: NameServerLimits) {
        self.limits = limits
    }

    /// Whether no question waits.
    var isEmpty: Bool { questions.isEmpty }

    /// Takes a question over.
    ///
    /// - Returns: Whether it did; false: too many wait already.
    func forward(
        _ query: Query, _ message: UnsafeRawBufferPointer, from client: IPAddress,
        _ servers: [ServerAddress], to receiver: ForwardedQuestion.Receiver, _ worker: Worker
    ) -> Bool {
        let waiting = perClient[client] ?? 0
        guard questions.count < limits.forwarded, waiting < limits.forwardedPerClient else {
            worker.responder.counts.limited += 1
            return false
        }
        var order = servers
        if let preferred, let index = order.firstIndex(of: preferred), index > 0 {
            order = Array(order[index...] + order[..<index])
        }
        // A single server is asked again: a datagram may be lost.
        if order.count == 1 { order.append(order[0]) }
        let question = ForwardedQuestion(query, message, from: client, order, to: receiver)
        worker.responder.counts.forwarded += 1
        perClient[client] = waiting + 1
        question.number = worker.nextTag()
        questions[question.number] = question
        question.askNext(worker)
        return true
    }

    /// Forgets a question that ended.
    func remove(_ question: ForwardedQuestion) {
        guard questions.removeValue(forKey: question.number) != nil else { return }
        let rest = (perClient[question.client] ?? 1) - 1
        perClient[question.client] = rest > 0 ? rest : nil
    }

    /// Begins with this server from now on.
    func prefer(_ server: ServerAddress) {
        preferred = server
    }

    /// Goes on to the next server where one was silent too long.
    func expire(at now: MonotonicTime, _ worker: Worker) {
        let late = questions.values.filter { $0.deadline < now }
        for question in late { question.timeOut(worker) }
    }

    /// Ends all questions without an answer.
    func cancelAll(_ worker: Worker) {
        for question in Array(questions.values) { question.cancel(worker) }
    }
}

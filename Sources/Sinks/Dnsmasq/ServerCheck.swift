import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks a dnsmasq until it answers with what was just written.
///
/// dnsmasq handles the change of a file, or the signal, before any question that comes after it.
/// So an answer is a fence too: whatever was written before the question has been read.
struct ServerCheck: Sendable {
    /// After how long a datagram may be lost, and is sent again; what comes later counts too.
    private static let resend: Duration = .milliseconds(200)
    /// After so many answers one for the asker's network counts: what was written was read by then.
    private static let fewestLocalised = 3

    let server: DnsmasqServer
    let domain: Domain
    /// A registration that was written but did not resolve when last asked: to be asked again,
    /// although nothing is left to be written.
    private(set) var unconfirmed: DNSQuestion?

    init(server: DnsmasqServer, domain: Domain) {
        self.server = server
        self.domain = domain
    }

    /// Asks again what had no answer, where the table still has it.
    mutating func confirmAgain(_ table: Table) throws(SinkError) {
        guard let question = unconfirmed else { return }
        unconfirmed = nil
        guard table[question.registration] != nil else { return }
        _ = try confirm(question, names: table.count)
    }

    /// Waits until the server answers as it should.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - names: How many names the server may have to read before it answers.
    /// - Returns: How long it took.
    /// - Throws: `SinkError` if the server is wrong or silent, by `ServerPatience`.
    mutating func confirm(_ question: DNSQuestion, names: Int) throws(SinkError) -> Duration {
        // A removed name that another source of dnsmasq's still has would never be met: it is
        // reported once, not for ever.
        // The first one stays until it is met: what came later may well have been read.
        if question.isPresent, unconfirmed == nil { unconfirmed = question }
        let start = ContinuousClock.now
        let socket = try open()
        var sent: [UInt16: ContinuousClock.Instant] = [:]
        var patience = ServerPatience(names: names, now: start)
        var last: DNSAnswer?
        var answers = 0
        var pause: Duration = .milliseconds(1)
        while true {
            let id = UInt16.random(in: .min ... .max)
            socket.send(DNSMessage.query(name(of: question), type: question.type, id: id))
            sent[id] = .now
            let arrival = Self.receive(from: socket, question.type, sent: &sent)
            let now = ContinuousClock.now
            switch arrival {
            case .answer(let answer, let duration):
                answers += 1
                let isLocalised =
                    answers > Self.fewestLocalised && question.isLocalised(answer)
                if question.isMet(by: answer) || isLocalised {
                    if unconfirmed == question { unconfirmed = nil }
                    return now - start
                }
                last = answer
                patience.heardOther(after: duration, at: now)
            case .closed: patience.foundClosed(at: now)
            case .nothing: break
            }
            if let end = patience.end(at: now) { throw error(question, end, last) }
            if case .nothing = arrival { continue }
            Self.sleep(pause)
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    private func open() throws(SinkError) -> DatagramSocket {
        guard let socket = DatagramSocket(to: server) else {
            let reason = String(cString: strerror(errno))
            throw SinkError("cannot ask dnsmasq at \(server): \(reason); check the sink's `server`")
        }
        return socket
    }

    private func name(of question: DNSQuestion) -> String {
        question.registration.hostname.qualified(in: domain)
    }

    private enum Arrival {
        case answer(DNSAnswer, after: Duration)
        case nothing
        case closed
    }

    /// Receives an answer to any of the questions that were sent: a slow server answers the first
    /// when the second has long been sent.
    private static func receive(
        from socket: borrowing DatagramSocket, _ type: DNSMessage.RecordType,
        sent: inout [UInt16: ContinuousClock.Instant]
    ) -> Arrival {
        let deadline = ContinuousClock.now + resend
        while true {
            let left = deadline - .now
            guard left > .zero else { return .nothing }
            switch socket.receive(within: Int32(left / .milliseconds(1)) + 1) {
            case .nothing: return .nothing
            case .closed: return .closed
            case .datagram(let bytes):
                guard let id = DNSMessage.id(of: bytes), let time = sent[id],
                    let answer = DNSMessage.answer(bytes, to: id, type: type)
                else { continue }
                sent[id] = nil
                return .answer(answer, after: .now - time)
            }
        }
    }

    /// Blocks this thread, which is the sink's own.
    static func sleep(_ duration: Duration) {
        usleep(UInt32(max(0, duration / .microseconds(1))))
    }

    private func error(
        _ question: DNSQuestion, _ end: ServerPatience.End, _ answer: DNSAnswer?
    ) -> SinkError {
        let registration = question.registration
        let address = registration.address
        let name = name(of: question)
        guard end == .wrong, let answer else {
            return SinkError(
                "dnsmasq at \(server) does not answer for \(name): start it, check the sink's "
                    + "`server`, and have it keep the domain to itself (`local=`)",
                about: registration)
        }
        guard question.isPresent else {
            return SinkError(
                "dnsmasq at \(server) still answers \(address) for \(name), which was removed: "
                    + "another of its files has that name, or it does not read what was written",
                about: registration)
        }
        return SinkError(
            "dnsmasq at \(server) does not answer \(address) for \(name), which was written, but "
                + "\(answer.shown): it reads another place (`hostsdir`, `addn-hosts`), may not "
                + "read this one, or has another line for the name",
            about: registration)
    }
}

import DockerNetwork
import DockerNetworkDNS
import DockerNetworkHostsFile

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

    /// The names that another source of dnsmasq's has: they prove nothing, and are not waited for.
    private var foreign: Set<Hostname> = []
    /// The reason why the last question that was not met was given up.
    private var lastEnd: ServerPatience.End?
    /// So many of them are kept in mind.
    private static let mostForeign = 1_000
    /// So many other names are asked for before a name is taken for somebody else's.
    private static let witnesses = 8

    /// Asks again what had no answer, where the table still has it.
    ///
    /// If the server has answered without it time and again, and answers with other names of the
    /// table, it reads the place, and another of its sources has the name: nobody else waits for it
    /// any more.
    ///
    /// - Returns: What to tell about a name that is not waited for any more.
    /// - Throws: `SinkError` as `confirm`.
    mutating func confirmAgain(_ table: Table, _ filter: NameFilter) throws(SinkError) -> String? {
        guard let question = unconfirmed else { return nil }
        unconfirmed = nil
        guard table[question.registration] != nil else { return nil }
        do throws(SinkError) {
            _ = try confirm(question, names: table.count)
            return nil
        } catch {
            let hostname = question.registration.hostname
            guard lastEnd == .wrong, answersWithOthers(than: hostname, table, filter) else {
                throw error
            }
            unconfirmed = nil
            if foreign.count < Self.mostForeign { foreign.insert(hostname) }
            return error.message
        }
    }

    private func answersWithOthers(
        than hostname: Hostname, _ table: Table, _ filter: NameFilter
    ) -> Bool {
        var questions: [StandingQuestion] = []
        for entry in table {
            let registration = entry.registration
            guard registration.hostname != hostname, !foreign.contains(registration.hostname),
                filter.includes(registration.hostname)
            else { continue }
            questions.append(StandingQuestion(registration, addresses: [registration.address]))
            if questions.count == Self.witnesses { break }
        }
        let standings = ServerInquiry(server: server, domain: domain).standings(of: questions)
        return standings.values.contains {
            switch $0 {
            case .resolves, .shared: true
            case .written, .overridden, .unanswered: false
            }
        }
    }

    /// Waits until the server answers as it should.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - names: How many names the server may have to read before it answers.
    /// - Returns: How long it took.
    /// - Throws: `SinkError` if the server is wrong or silent, by `ServerPatience`.
    mutating func confirm(_ question: DNSQuestion, names: Int) throws(SinkError) -> Duration {
        guard !foreign.contains(question.registration.hostname) else { return .zero }
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
            if let end = patience.end(at: now) {
                lastEnd = end
                throw error(question, end, last)
            }
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
        from socket: borrowing DatagramSocket, _ type: DNSType,
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

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
    /// How long one question may go without the answer waited for.
    static let patience: Duration = .seconds(2)
    /// How long a datagram may take before it counts as lost.
    private static let resendAfter: Duration = .milliseconds(100)

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
        try confirm(question)
    }

    /// Waits until the server answers as it should.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - patience: How long it may go without the answer waited for.
    /// - Throws: `SinkError` after that.
    mutating func confirm(
        _ question: DNSQuestion, within patience: Duration = Self.patience
    ) throws(SinkError) {
        // A removed name that another source of dnsmasq's still has would never be met: it is
        // reported once, not for ever.
        // The first one stays until it is met: what came later may well have been read.
        if question.isPresent, unconfirmed == nil { unconfirmed = question }
        let name = question.registration.hostname.qualified(in: domain)
        guard let socket = DatagramSocket(to: server) else {
            let reason = String(cString: strerror(errno))
            throw SinkError("cannot ask dnsmasq at \(server): \(reason); check the sink's `server`")
        }
        let deadline = ContinuousClock.now + patience
        var hasAnswered = false
        var pause: Duration = .milliseconds(1)
        while ContinuousClock.now < deadline {
            let id = UInt16.random(in: .min ... .max)
            socket.send(DNSMessage.query(name, type: question.type, id: id))
            if let answer = Self.receive(from: socket, id: id, type: question.type) {
                if question.isMet(by: answer) {
                    if unconfirmed == question { unconfirmed = nil }
                    return
                }
                hasAnswered = true
            }
            Self.sleep(pause)
            pause = min(pause * 2, .milliseconds(20))
        }
        throw Self.error(question, name, server, hasAnswered: hasAnswered)
    }

    /// Receives until the answer with this id is there or counts as lost.
    private static func receive(
        from socket: borrowing DatagramSocket, id: UInt16, type: DNSMessage.RecordType
    ) -> DNSAnswer? {
        let deadline = ContinuousClock.now + resendAfter
        while true {
            let left = deadline - .now
            guard left > .zero else { return nil }
            let milliseconds = Int32(left / .milliseconds(1)) + 1
            guard let bytes = socket.receive(within: milliseconds) else { return nil }
            if let answer = DNSMessage.answer(bytes, to: id, type: type) { return answer }
        }
    }

    /// Blocks this thread, which is the sink's own.
    static func sleep(_ duration: Duration) {
        usleep(UInt32(max(0, duration / .microseconds(1))))
    }

    private static func error(
        _ question: DNSQuestion, _ name: String, _ server: DnsmasqServer, hasAnswered: Bool
    ) -> SinkError {
        let address = question.registration.address
        guard hasAnswered else {
            return SinkError(
                "dnsmasq at \(server) does not answer for \(name): start it, check the sink's "
                    + "`server`, and have it keep the domain to itself (`local=`)")
        }
        guard question.isPresent else {
            return SinkError(
                "dnsmasq at \(server) still answers \(address) for \(name), which was removed: "
                    + "another of its files has that name, or it does not read what was written")
        }
        return SinkError(
            "dnsmasq at \(server) does not answer \(address) for \(name), which was written: "
                + "it reads another place (`hostsdir`, `addn-hosts`), or may not read this one")
    }
}

import DockerNetwork
import DockerNetworkDNS

/// Asks a dnsmasq what it answers for names that somebody waits for, many at once.
struct ServerInquiry: Sendable {
    /// The number of questions on their way at once.
    private static let window = 32
    /// After how long without an answer the rest is asked again.
    private static let resend: Int32 = 200
    /// The number of wrong answers for a name before they are believed: others wait meanwhile, and
    /// what was written was read before.
    private static let mostWrong = 4
    private static let pause: Duration = .milliseconds(20)

    let server: DnsmasqServer
    let domain: Domain

    private struct Waiting {
        var question: StandingQuestion
        var wrong = 0
        var last: DNSAnswer?
    }

    /// Asks the server about each registration.
    func standings(of questions: [StandingQuestion]) -> [Registration: Standing] {
        var standings: [Registration: Standing] = [:]
        guard let socket = DatagramSocket(to: server) else {
            for question in questions { standings[question.registration] = silence(question) }
            return standings
        }
        var waiting = questions.map { Waiting(question: $0) }
        var patience = ServerPatience(names: questions.count, now: .now)
        while !waiting.isEmpty {
            var rest: [Waiting] = []
            while !waiting.isEmpty {
                let group = Array(waiting.suffix(Self.window))
                waiting.removeLast(group.count)
                rest += ask(group, socket, &patience, &standings)
                if patience.end(at: .now) == .silent { break }
            }
            if patience.end(at: .now) == .silent {
                for one in waiting + rest {
                    standings[one.question.registration] = silence(one.question)
                }
                return standings
            }
            waiting = rest
            if !waiting.isEmpty { ServerCheck.sleep(Self.pause) }
        }
        return standings
    }

    /// Asks a group once, and returns those of which nothing is known yet.
    private func ask(
        _ group: [Waiting], _ socket: borrowing DatagramSocket, _ patience: inout ServerPatience,
        _ standings: inout [Registration: Standing]
    ) -> [Waiting] {
        var open: [UInt16: Waiting] = [:]
        for one in group {
            var id = UInt16.random(in: .min ... .max)
            while open[id] != nil { id &+= 1 }
            open[id] = one
            let registration = one.question.registration
            socket.send(
                DNSMessage.query(
                    registration.hostname.qualified(in: domain),
                    type: DNSQuestion.present(registration).type, id: id))
        }
        var rest: [Waiting] = []
        while !open.isEmpty {
            switch socket.receive(within: Self.resend) {
            case .closed:
                patience.foundClosed(at: .now)
                ServerCheck.sleep(Self.pause)
                return rest + open.values
            case .nothing: return rest + open.values
            case .datagram(let bytes):
                guard let id = DNSMessage.id(of: bytes), var one = open[id],
                    let answer = DNSMessage.answer(
                        bytes, to: id, type: DNSQuestion.present(one.question.registration).type)
                else { continue }
                open[id] = nil
                // Some answer: the server is there, however wrong it may be.
                patience.heardOther(after: .seconds(1), at: .now)
                one.wrong += 1
                one.last = answer
                if let standing = standing(one) {
                    standings[one.question.registration] = standing
                } else {
                    rest.append(one)
                }
            }
        }
        return rest
    }

    /// Returns what is known after an answer, or nil if it is to be asked again.
    private func standing(_ one: Waiting) -> Standing? {
        guard let answer = one.last else { return nil }
        let address = one.question.registration.address
        let name = one.question.registration.hostname.qualified(in: domain)
        let foreign = answer.addresses.filter { !one.question.addresses.contains($0) }
        if answer.isTruncated { return .resolves }
        // Also one with only others of the name's: `localise-queries` leaves out what is elsewhere.
        if answer.addresses.contains(address) || foreign.isEmpty && !answer.addresses.isEmpty {
            guard !foreign.isEmpty else { return .resolves }
            return .shared(
                "dnsmasq at \(server) also answers \(DNSAnswer.shown(foreign)) for \(name): "
                    + "another of its sources has the name")
        }
        guard one.wrong >= Self.mostWrong else { return nil }
        return .unanswered(
            "dnsmasq at \(server) answers \(answer.shown) for \(name), and not \(address)")
    }

    private func silence(_ question: StandingQuestion) -> Standing {
        .unanswered(
            "dnsmasq at \(server) does not answer for "
                + question.registration.hostname.qualified(in: domain))
    }
}

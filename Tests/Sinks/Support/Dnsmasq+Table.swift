import DockerNetwork
import Foundation
import TestSupport
import Testing

extension Dnsmasq {
    /// Expects every answer, forward and reverse, to be the one that a table asks for.
    ///
    /// - Parameters:
    ///   - table: What shall be answered.
    ///   - former: What was there before: of it nothing else may be answered.
    ///   - sourceLocation: Whose expectation it is.
    /// - Throws: Where nothing can be asked.
    func expectAnswers(
        _ table: Table, butNothingOf former: some Sequence<Entry> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var forward: [Question: Set<String>] = [:]
        var reverse: [Question: Set<String>] = [:]
        for entry in Array(former) + Array(table) {
            let registration = entry.registration
            let name = registration.hostname.qualified(in: .docker) + "."
            let isThere = table[registration] != nil
            for type in ["A", "AAAA"] {
                let isOfType = registration.address.isIPv4 == (type == "A")
                forward[Question(name: name, type: type), default: []].formUnion(
                    isThere && isOfType ? [registration.address.description] : [])
            }
            let pointer = Question(name: try registration.address.pointerName(), type: "PTR")
            reverse[pointer, default: []].formUnion(isThere ? [name] : [])
        }
        let answers = try answers(to: Array(forward.keys) + Array(reverse.keys))
        for (question, expected) in forward {
            #expect(
                answers[question] ?? [] == expected, "\(question.name) \(question.type)",
                sourceLocation: sourceLocation)
        }
        for (question, holders) in reverse {
            // dnsmasq gives an address one name, whichever of its names came first.
            let answered = answers[question] ?? []
            #expect(
                answered.isEmpty == holders.isEmpty && answered.isSubset(of: holders),
                "\(question.name): \(answered), of \(holders)", sourceLocation: sourceLocation)
        }
    }

    /// What dig asks for.
    private struct Question: Hashable {
        var name: String
        var type: String
    }

    private func answers(to questions: [Question]) throws -> [Question: Set<String>] {
        let lines = questions.map { "\($0.name) \($0.type)" }.joined(separator: "\n")
        try folder.write(lines.utf8, to: "questions")
        var answers: [Question: Set<String>] = [:]
        for line in try self.lines(["+noall", "+answer", "-f", folder("questions")]) {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard fields.count == 5 else { continue }
            answers[Question(name: fields[0], type: fields[3]), default: []].insert(fields[4])
        }
        return answers
    }
}

extension IPAddress {
    fileprivate var isIPv4: Bool {
        if case .v4 = self { true } else { false }
    }

    /// The name under which an address's names are asked for (RFC 1035, 3.5; RFC 3596, 2.5).
    fileprivate func pointerName() throws -> String {
        if isIPv4 {
            let bytes = description.split(separator: ".").reversed()
            return bytes.joined(separator: ".") + ".in-addr.arpa."
        }
        var bytes = [UInt8](repeating: 0, count: 16)
        try #require(inet_pton(AF_INET6, description, &bytes) == 1)
        let digits = bytes.reversed().flatMap { [$0 & 0xF, $0 >> 4] }
        return digits.map { String($0, radix: 16) }.joined(separator: ".") + ".ip6.arpa."
    }
}

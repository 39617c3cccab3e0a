internal import DockerNetwork
internal import DockerNetworkProgram

/// The report of what hosts have done, and how long that took: `web.docker resolves after 4.2 ms`.
struct AppliedReport {
    let kind: Announcement.Kind
    let domain: Domain
    let duration: Duration

    /// One name, and the weakest that is known of its addresses.
    private struct Line: Hashable {
        var evidence: Receipt.Evidence?
        var remark: String?
    }

    /// The lines: one for all names of which the same is known, in the order of the names.
    func lines(_ announcements: [Announcement], _ applied: [OneShot.Applied]) -> [String] {
        var known: [Hostname: Line] = [:]
        for applied in applied {
            let receipt = applied.receipt
            let line = Line(evidence: receipt.evidence ?? .written, remark: receipt.remark)
            let hostname = applied.registration.hostname
            known[hostname] = known[hostname].map { Self.weaker($0, line) } ?? line
        }
        var lines: [(line: Line, names: [String])] = []
        for hostname in Self.distinct(announcements.map(\.registration.hostname)) {
            let line = known[hostname] ?? Line()
            let name = hostname.qualified(in: domain)
            if let index = lines.firstIndex(where: { $0.line == line }) {
                lines[index].names.append(name)
            } else {
                lines.append((line, [name]))
            }
        }
        return lines.map { text($0, $1) }
    }

    /// Each element once, in the order of the first ones.
    private static func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var known: Set<Element> = []
        return elements.filter { known.insert($0).inserted }
    }

    private static func weaker(_ one: Line, _ other: Line) -> Line {
        Line(
            evidence: [one.evidence, other.evidence].compactMap { $0 }.min(),
            remark: one.remark ?? other.remark)
    }

    /// One line for all of an emitter's registrations: `web.docker resolves (10.0.0.2)`.
    static func line(
        _ registrations: [Registration], _ evidence: Receipt.Evidence, in domain: Domain
    ) -> String {
        let names = distinct(registrations.map { $0.hostname.qualified(in: domain) })
        let addresses = distinct(registrations.map { $0.address.description })
        return "\(names.joined(separator: ", ")) \(verb(.up, evidence, isOne: names.count == 1)) "
            + "(\(addresses.joined(separator: ", ")))"
    }

    private func text(_ line: Line, _ names: [String]) -> String {
        let remark = line.remark.map { ", but \(LogText.line($0))" } ?? ""
        return
            "\(names.joined(separator: ", ")) \(Self.verb(kind, line.evidence, isOne: names.count == 1)) after "
            + TimeText.measured(duration) + remark
    }

    private static func verb(
        _ kind: Announcement.Kind, _ evidence: Receipt.Evidence?, isOne: Bool
    ) -> String {
        switch (kind, evidence) {
        case (.up, .resolves): isOne ? "resolves" : "resolve"
        case (.up, .registered):
            (isOne ? "is registered" : "are registered") + ", and no required sink takes it,"
        case (.up, .written), (.up, nil): isOne ? "is written" : "are written"
        case (.down, .registered): isOne ? "stays registered" : "stay registered"
        case (.down, _): isOne ? "is withdrawn" : "are withdrawn"
        }
    }
}

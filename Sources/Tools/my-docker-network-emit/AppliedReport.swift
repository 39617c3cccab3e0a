internal import DockerNetwork
internal import DockerNetworkProgram

/// What hosts have done, and how long that took: `web.docker resolves after 4.2 ms`.
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
        for hostname in Self.hostnames(of: announcements) {
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

    private static func hostnames(of announcements: [Announcement]) -> [Hostname] {
        var hostnames: [Hostname] = []
        for announcement in announcements {
            let hostname = announcement.registration.hostname
            if !hostnames.contains(hostname) { hostnames.append(hostname) }
        }
        return hostnames
    }

    private static func weaker(_ one: Line, _ other: Line) -> Line {
        let order: [Receipt.Evidence?] = [.registered, .written, .resolves]
        let evidence = order.first { $0 == one.evidence || $0 == other.evidence } ?? .written
        return Line(evidence: evidence, remark: one.remark ?? other.remark)
    }

    /// One line for all of an emitter's registrations: `web.docker resolves (10.0.0.2)`.
    static func line(
        _ registrations: [Registration], _ evidence: Receipt.Evidence, in domain: Domain
    ) -> String {
        var names: [String] = []
        var addresses: [String] = []
        for registration in registrations {
            let name = registration.hostname.qualified(in: domain)
            if !names.contains(name) { names.append(name) }
            let address = registration.address.description
            if !addresses.contains(address) { addresses.append(address) }
        }
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

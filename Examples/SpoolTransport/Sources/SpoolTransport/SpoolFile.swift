import DockerNetwork
import Foundation

/// What one file of the spool holds, as JSON.
struct SpoolFile: Codable {
    private var body: Data
    private var messageID: String?
    private var instance: String?
    private var started: Int64?
    private var sequence: Int64?
    private var lease: Int64?
    private var probe: UInt64?

    /// A file that is longer is not read: no announcement of ours comes near it.
    static let longest = 1024 * 1024

    init(_ publication: Publication) {
        let message = WireMessage(publication.announcement)
        body = Data(message.body)
        messageID = publication.messageID
        instance = publication.announcement.origin?.instance.description
        started = publication.announcement.origin?.started
        sequence = publication.announcement.origin?.sequence
        lease = publication.announcement.lease?.seconds
    }

    init(_ probe: ProbeID) {
        body = Data()
        self.probe = probe.rawValue
    }

    /// Reads a file that anyone may have written.
    static func delivery(of data: Data?, _ token: Delivery.Token, in domain: Domain) -> Delivery {
        guard let data, let file = try? JSONDecoder().decode(Self.self, from: data) else {
            return Delivery(token: token, content: .malformed(.unreadable))
        }
        return Delivery(token: token, content: file.content(in: domain), messageID: file.messageID)
    }

    private func content(in domain: Domain) -> Delivery.Content {
        if let probe { return .probe(ProbeID(rawValue: probe)) }
        do throws(WireError) {
            let message = WireMessage(body: Array(body), headers: headers)
            return .announcement(try message.announcement(in: domain))
        } catch {
            return .malformed(error)
        }
    }

    private var headers: [WireHeader: WireValue] {
        var headers: [WireHeader: WireValue] = [:]
        headers[.instance] = instance.map { .text($0) }
        headers[.started] = started.map { .integer($0) }
        headers[.sequence] = sequence.map { .integer($0) }
        headers[.lease] = lease.map { .integer($0) }
        return headers
    }
}

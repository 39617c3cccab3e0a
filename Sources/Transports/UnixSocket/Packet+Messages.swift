import DockerNetwork
import DockerNetworkBroker

// What is sent.
extension Packet {
    /// An announcement.
    ///
    /// - Parameters:
    ///   - publication: What is announced; its `messageID` has at most `longestText` bytes.
    ///   - number: Which message of its connection it is.
    ///   - options: What the emitter asked for.
    init(_ publication: Publication, number: UInt64, _ options: PublisherOptions) {
        self.init(.announcement)
        let wire = WireMessage(publication.announcement)
        set(.number, Int64(bitPattern: number))
        set(.messageID, publication.messageID)
        set(.timestamp, publication.sentAt / 1_000)
        set(.application, Topology.exchange)
        for (header, value) in wire.headers {
            switch value {
            case .integer(let integer): set(Field(header), integer)
            case .text(let text): set(Field(header), text)
            case .other: break
            }
        }
        if publication.wantsReceipt, options.hearsReceipts {
            set(.correlation, publication.messageID)
        }
        if let instance = options.instance, publication.announcement.origin?.instance == instance {
            fields[.bound] = []
        }
        body = wire.body
        bodySize = body.count
    }

    /// A host's answer.
    init(_ receipt: Receipt, correlation: String) {
        self.init(.receipt)
        set(.correlation, correlation)
        set(.host, receipt.hostName.printable(longest: Self.longestText))
        body = Array(receipt.wireBody.utf8)
        if let state = receipt.wireState { set(.state, state) }
        if let reason = receipt.wireReason {
            set(.reason, reason.printable(longest: Self.longestReason))
        }
        bodySize = body.count
    }

    /// A host's word that it has what came.
    init(confirming number: UInt64) {
        self.init(.confirm)
        set(.number, Int64(bitPattern: number))
    }

    /// A host's goodbye.
    init(ending reason: String) {
        self.init(.end)
        set(.reason, reason.printable(longest: Self.longestReason))
    }
}

// What came.
extension Packet {
    var number: UInt64? { integer(.number).map(UInt64.init(bitPattern:)) }

    /// A text as long as it may be, or nil.
    func shortText(_ field: Field) -> String? {
        guard fields[field]?.count ?? 0 <= Self.longestText else { return nil }
        return text(field)
    }

    /// Returns what a host reads in an announcement.
    func content(in domain: Domain) -> Delivery.Content {
        guard bodySize <= AnnouncementBody.longest else { return .malformed(.tooLong(bodySize)) }
        var headers: [WireHeader: WireValue] = [:]
        for header in WireHeader.allCases where fields[Field(header)] != nil {
            headers[header] = value(header)
        }
        do throws(WireError) {
            return .announcement(
                try WireMessage(body: body, headers: headers).announcement(in: domain))
        } catch {
            return .malformed(error)
        }
    }

    private func value(_ header: WireHeader) -> WireValue {
        let field = Field(header)
        let value: WireValue? =
            switch header {
            case .instance: shortText(field).map { .text($0) }
            case .started, .sequence, .lease: integer(field).map { .integer($0) }
            }
        return value ?? .other
    }

    /// The receipt that this is, or nil.
    var receiptSignal: PublisherSignal? {
        guard kind == .receipt, let correlation = shortText(.correlation),
            let host = shortText(.host)
        else { return nil }
        let receipt = Receipt(
            hostName: host.printable(longest: Self.longestText), body: body,
            state: shortText(.state), reason: reason)
        return receipt.map { .receipt($0, messageID: correlation) }
    }

    /// The reason in one line, or nil.
    var reason: String? { text(.reason)?.printable(longest: Self.longestReason) }
}

extension Packet.Field {
    init(_ header: WireHeader) {
        switch header {
        case .instance: self = .instance
        case .started: self = .started
        case .sequence: self = .sequence
        case .lease: self = .lease
        }
    }
}

import DockerNetwork
import DockerNetworkDNS
import HashTreeCollections

/// Answers one message after another from a snapshot, without allocating.
///
/// Each thread has its own.
final class Responder {
    /// The result of a message.
    enum Outcome {
        /// The answer has so many bytes.
        case answer(Int)
        /// It is to be forwarded.
        case forward(Query)
        /// There is no answer.
        case silence
    }

    /// The counts of what was done so far.
    var counts = NameServerCounts()

    private let settings: NameServerSettings
    /// The domain in the form of a message, with the root's zero.
    private let domain: UnsafeMutableRawBufferPointer
    /// The question's name in lower case.
    private let name: UnsafeMutableRawBufferPointer
    /// A name that is written out of its parts.
    private let composed: UnsafeMutableRawBufferPointer
    /// The name that is looked up.
    private let key = WireName.scratch()
    /// The number that tells which of several addresses comes first; it grows with each such
    /// answer.
    private var rotation = 0

    init(_ settings: NameServerSettings) {
        self.settings = settings
        domain = Self.buffer(settings.domain.name.utf8.count + 2)
        name = Self.buffer(DNSReader.longestName)
        composed = Self.buffer(DNSReader.longestName)
        var index = 0
        for label in settings.domain.name.utf8.split(separator: UInt8(ascii: ".")) {
            domain[index] = UInt8(label.count)
            for (offset, byte) in label.enumerated() { domain[index + 1 + offset] = byte }
            index += 1 + label.count
        }
        domain[index] = 0
    }

    deinit {
        domain.deallocate()
        name.deallocate()
        composed.deallocate()
    }

    private static func buffer(_ size: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: size, alignment: 8)
    }

    /// Answers a message.
    ///
    /// - Parameters:
    ///   - message: Any bytes.
    ///   - client: Who sent them.
    ///   - isStream: Whether they came over TCP, where an answer has 65,535 bytes at most.
    ///   - snapshot: What is known.
    ///   - buffer: Where the answer goes: at least 1,232 bytes, over TCP 65,535.
    /// - Returns: What came of it.
    func respond(
        to message: UnsafeRawBufferPointer, from client: IPAddress, isStream: Bool,
        _ snapshot: borrowing Snapshot, into buffer: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        counts.queries += 1
        switch Query.read(message) {
        case .silence:
            counts.ignored += 1
            return .silence
        case .failure(let header, let code):
            return .answer(writeFailure(header, code, into: buffer))
        case .query(let query):
            let limit = isStream ? buffer.count : min(buffer.count, query.datagramLimit)
            var answer = AnswerWriter(query, message, into: buffer, limit: limit)
            if !snapshot.upstreams.isEmpty { answer.flags |= DNSHeader.Flag.recursionAvailable }
            guard respond(to: query, message, from: client, snapshot, &answer) else {
                return .forward(query)
            }
            return .answer(finish(&answer))
        }
    }

    /// Answers that nothing can be said: refused, or a failure of the servers that were asked.
    func decline(
        _ query: Query, _ message: UnsafeRawBufferPointer, code: UInt16,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var answer = AnswerWriter(query, message, into: buffer, limit: buffer.count)
        answer.flags |= DNSHeader.Flag.recursionAvailable
        answer.code = code
        return finish(&answer)
    }

    /// Answers that the client shall ask over TCP.
    func truncate(
        _ query: Query, _ message: UnsafeRawBufferPointer,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var answer = AnswerWriter(query, message, into: buffer, limit: query.datagramLimit)
        answer.flags |= DNSHeader.Flag.truncated
        return finish(&answer)
    }

    private func finish(_ answer: inout AnswerWriter) -> Int {
        if answer.flags & DNSHeader.Flag.truncated != 0 { counts.truncated += 1 }
        switch answer.code {
        case DNSHeader.Code.noError where answer.answers > 0: counts.answered += 1
        case DNSHeader.Code.noError: counts.noData += 1
        case DNSHeader.Code.noName: counts.noName += 1
        default: counts.refused += 1
        }
        return answer.finish()
    }

    /// A header alone: nothing else of the message is understood.
    private func writeFailure(
        _ header: DNSHeader, _ code: UInt16, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        if code == DNSHeader.Code.malformed { counts.malformed += 1 } else { counts.refused += 1 }
        let kept = header.flags & (DNSHeader.Flag.opcode | DNSHeader.Flag.recursionDesired)
        var writer = DNSWriter(buffer)
        DNSHeader(id: header.id, flags: DNSHeader.Flag.response | kept | code).write(to: &writer)
        return writer.count
    }

    /// Fills in an answer; false: the question is for another server.
    private func respond(
        to query: Query, _ message: UnsafeRawBufferPointer, from client: IPAddress,
        _ snapshot: borrowing Snapshot, _ answer: inout AnswerWriter
    ) -> Bool {
        if let extensions = query.extensions, extensions.version > 0 {
            answer.code = DNSHeader.Code.badVersion
            return true
        }
        guard query.recordClass == 1, query.type != .axfr, query.type != .ixfr else {
            answer.code = DNSHeader.Code.refused
            return true
        }
        let name = lowercasedName(query, message)
        if let length = relativeLength(name) {
            answerForward(
                UnsafeRawBufferPointer(rebasing: name[..<length]), query, client, snapshot, &answer)
            return true
        }
        if let reverse = ReverseName(name),
            answerReverse(reverse, query, snapshot, &answer)
        {
            return true
        }
        guard
            snapshot.upstreams.isEmpty
                || query.header.flags & DNSHeader.Flag.recursionDesired == 0
        else { return false }
        answer.code = DNSHeader.Code.refused
        return true
    }

    private func lowercasedName(
        _ query: Query, _ message: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer {
        for index in 0..<query.nameLength {
            // A length is less than any letter, so that it stays.
            name[index] = DNSWriter.lowercased(message[DNSHeader.size + index])
        }
        return UnsafeRawBufferPointer(rebasing: name[..<query.nameLength])
    }

    /// Returns the number of bytes of a name before the domain; nil: it is not in the domain.
    private func relativeLength(_ name: UnsafeRawBufferPointer) -> Int? {
        let length = name.count - domain.count
        guard length >= 0 else { return nil }
        for index in domain.indices where name[length + index] != domain[index] { return nil }
        // The domain's first byte must be a label's length, and not a byte within a label.
        var index = 0
        while index < length { index += 1 + Int(name[index]) }
        return index == length ? length : nil
    }

    // MARK: Names of the domain

    private func answerForward(
        _ relative: UnsafeRawBufferPointer, _ query: Query, _ client: IPAddress,
        _ snapshot: borrowing Snapshot, _ answer: inout AnswerWriter
    ) {
        let apex = DNSHeader.size + relative.count
        answer.flags |= DNSHeader.Flag.authoritative
        guard !relative.isEmpty else {
            answerApex(query, at: apex, snapshot, &answer)
            return
        }
        guard let node = node(relative, in: snapshot.zone) else {
            answer.code = DNSHeader.Code.noName
            answer.writeAuthority(at: apex, settings.timeToLive, serial: snapshot.serial)
            return
        }
        switch node {
        case .address(let address) where query.type == .a || query.type == .any:
            answer.writeAddress(IPv4Address(rawValue: address), settings.timeToLive)
        case .records(let records)
        where query.type == .a || query.type == .any && !records.v4.isEmpty:
            write(records.v4, for: client, snapshot, &answer)
        case .records(let records) where query.type == .aaaa || query.type == .any:
            write(records.v6, for: client, snapshot, &answer)
        default: break
        }
        guard answer.answers == 0, answer.flags & DNSHeader.Flag.truncated == 0 else { return }
        answer.writeAuthority(at: apex, settings.timeToLive, serial: snapshot.serial)
    }

    private func answerApex(
        _ query: Query, at apex: Int, _ snapshot: borrowing Snapshot, _ answer: inout AnswerWriter
    ) {
        switch query.type {
        case .soa, .any: answer.writeSOA(at: apex, settings.timeToLive, serial: snapshot.serial)
        case .ns: answer.writeNS(at: apex, settings.timeToLive)
        default: answer.writeAuthority(at: apex, settings.timeToLive, serial: snapshot.serial)
        }
    }

    /// Returns the node of a name, or with `subdomains` that of the nearest registered name above
    /// it.
    private func node(_ relative: UnsafeRawBufferPointer, in zone: Zone) -> ZoneNode? {
        key.fill(relative)
        let node = zone.node(key)
        guard settings.answersSubdomains, node?.isRegistered != true else { return node }
        var start = 1 + Int(relative[0])
        while start < relative.count {
            key.fill(UnsafeRawBufferPointer(rebasing: relative[start...]))
            if let above = zone.node(key), above.isRegistered { return above }
            start += 1 + Int(relative[start])
        }
        return node
    }

    /// Writes addresses from a place on that moves; those of the client's own network alone, where
    /// there are any.
    private func write<Address: ZoneAddress>(
        _ addresses: [Address], for client: IPAddress, _ snapshot: borrowing Snapshot,
        _ answer: inout AnswerWriter
    ) {
        guard addresses.count > 1 else {
            if let address = addresses.first { answer.writeAddress(address, settings.timeToLive) }
            return
        }
        rotation &+= 1
        let start = Int(UInt(bitPattern: rotation) % UInt(addresses.count))
        var network = snapshot.localNetwork(of: client)
        if let known = network, !addresses.contains(where: { known.contains($0.any) }) {
            network = nil
        }
        for offset in addresses.indices {
            var index = start + offset
            if index >= addresses.count { index -= addresses.count }
            let address = addresses[index]
            if let network, !network.contains(address.any) { continue }
            guard answer.writeAddress(address, settings.timeToLive) else { return }
        }
    }

    // MARK: Reverse names

    /// Answers for a registered address, or for a private network; false: others know the name.
    private func answerReverse(
        _ reverse: ReverseName, _ query: Query, _ snapshot: borrowing Snapshot,
        _ answer: inout AnswerWriter
    ) -> Bool {
        let names = reverse.address.flatMap { snapshot.zone.names(of: $0) }
        let zone = settings.forwardsPrivateNetworks ? nil : reverse.privateZone
        // An address that is in none of the zones is one by itself.
        guard let bits = zone ?? (names == nil ? nil : reverse.bits) else { return false }
        let apex = DNSHeader.size + reverse.start(ofBits: bits)
        answer.flags |= DNSHeader.Flag.authoritative
        // Names above an address are taken to exist: nobody counts what is below each of them.
        guard !reverse.hasMore, names != nil || reverse.address == nil || reverse.bits == bits
        else {
            answer.code = DNSHeader.Code.noName
            answer.writeAuthority(at: apex, settings.timeToLive, serial: snapshot.serial)
            return true
        }
        switch query.type {
        case .ptr,
            .any where names != nil:
            if let names { write(names, &answer) }
        case .soa where reverse.bits == bits, .any where reverse.bits == bits:
            answer.writeSOA(at: apex, settings.timeToLive, serial: snapshot.serial)
        case .ns where reverse.bits == bits:
            answer.writeNS(at: apex, settings.timeToLive)
        default: break
        }
        if answer.answers == 0, answer.flags & DNSHeader.Flag.truncated == 0 {
            answer.writeAuthority(at: apex, settings.timeToLive, serial: snapshot.serial)
        }
        return true
    }

    private func write(_ names: AddressNames, _ answer: inout AnswerWriter) {
        switch names {
        case .one(let name): write(name, &answer)
        case .several(let names):
            for name in names {
                guard write(name, &answer) else { return }
            }
        }
    }

    @discardableResult
    private func write(_ relative: WireName, _ answer: inout AnswerWriter) -> Bool {
        let length = relative.withBytes { bytes in
            guard bytes.count + domain.count <= composed.count else { return 0 }
            composed.copyMemory(from: bytes)
            return bytes.count
        }
        // The registry holds no name that is too long together with its domain.
        guard length > 0 else { return true }
        UnsafeMutableRawBufferPointer(rebasing: composed[length...])
            .copyMemory(from: UnsafeRawBufferPointer(domain))
        let whole = UnsafeRawBufferPointer(rebasing: composed[..<(length + domain.count)])
        return answer.writePTR(whole, settings.timeToLive)
    }
}

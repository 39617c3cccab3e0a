import DockerNetworkDNS

/// A question that a client sent, after every part of its message was checked.
struct Query {
    /// The header that it came with.
    let header: DNSHeader
    /// The number of bytes of the name, the root's included; it begins behind the header.
    let nameLength: Int
    /// The type that is asked for.
    let type: DNSType
    /// The class of what is asked for (RFC 1035 section 3.2.4).
    let recordClass: UInt16
    /// The client's EDNS record; nil: it does not know EDNS.
    let extensions: Extensions?

    /// The contents of an OPT record (RFC 6891 section 6.1).
    struct Extensions {
        /// The number of bytes that the client takes in one datagram.
        let size: Int
        /// The version of EDNS; only 0 exists.
        let version: UInt8
        /// Whether the client wants DNSSEC's records (RFC 3225).
        let wantsSecurity: Bool
    }

    /// The position of the question's end.
    var questionEnd: Int { DNSHeader.size + nameLength + 4 }

    /// The maximum number of bytes of the answer in a datagram.
    var datagramLimit: Int {
        guard let extensions else { return 512 }
        return min(max(512, extensions.size), Self.datagramSize)
    }

    /// The size of a datagram that no network on its way has to cut in pieces.
    static let datagramSize = 1232

    /// The result of reading a message.
    enum Reading {
        /// A question.
        case query(Query)
        /// It gets this response code and nothing else.
        case failure(DNSHeader, code: UInt16)
        /// It must not be answered: it is an answer itself, or too short for one.
        case silence
    }

    /// Reads a message.
    static func read(_ message: UnsafeRawBufferPointer) -> Reading {
        guard let header = DNSHeader(reading: message), !header.isResponse else { return .silence }
        guard header.opcode == 0 else {
            return .failure(header, code: DNSHeader.Code.notImplemented)
        }
        guard header.questions == 1, let query = Query(header, message) else {
            return .failure(header, code: DNSHeader.Code.malformed)
        }
        return .query(query)
    }

    private init?(_ header: DNSHeader, _ message: UnsafeRawBufferPointer) {
        guard let nameLength = Self.nameLength(message) else { return nil }
        var reader = DNSReader(message, from: DNSHeader.size + nameLength)
        guard let type = reader.readUInt16(), let recordClass = reader.readUInt16() else {
            return nil
        }
        for _ in 0..<(Int(header.answers) + Int(header.authorities)) {
            // An OPT record has its place behind these.
            guard reader.skipName(), let type = reader.readUInt16(), type != DNSType.opt.rawValue,
                reader.skip(6), let length = reader.readUInt16(), reader.skip(Int(length))
            else { return nil }
        }
        var extensions: Extensions?
        for _ in 0..<header.additionals {
            let start = reader.index
            guard reader.skipName(), let type = reader.readUInt16(),
                let size = reader.readUInt16(), let fields = reader.readUInt32(),
                let length = reader.readUInt16(), let data = reader.read(Int(length))
            else { return nil }
            guard type == DNSType.opt.rawValue else { continue }
            // One at most, and its name is the root (RFC 6891 section 6.1.1).
            guard extensions == nil, message[start] == 0, Self.areOptions(data) else { return nil }
            extensions = Extensions(
                size: Int(size), version: UInt8(truncatingIfNeeded: fields >> 16),
                wantsSecurity: fields & 0x8000 != 0)
        }
        guard reader.remaining == 0 else { return nil }
        self.header = header
        self.nameLength = nameLength
        self.type = DNSType(rawValue: type)
        self.recordClass = recordClass
        self.extensions = extensions
    }

    /// Returns the length of the name behind the header; nil: it is none, or is compressed.
    private static func nameLength(_ message: UnsafeRawBufferPointer) -> Int? {
        var index = DNSHeader.size
        let end = min(message.count, DNSHeader.size + DNSReader.longestName)
        while index < end {
            let length = Int(message[index])
            index += 1
            if length == 0 { return index - DNSHeader.size }
            guard length <= 63 else { return nil }
            index += length
        }
        return nil
    }

    /// Whether the data of an OPT record are options, whatever they mean (RFC 6891 section 6.1.2).
    private static func areOptions(_ data: UnsafeRawBufferPointer) -> Bool {
        var reader = DNSReader(data)
        while reader.remaining > 0 {
            guard reader.skip(2), let length = reader.readUInt16(), reader.skip(Int(length)) else {
                return false
            }
        }
        return true
    }
}

import DockerNetwork
import DockerNetworkHostsFile

/// One line of the journal: a checksum, a sign, and a line as a hosts file has it.
///
/// ```
/// 5d1f0c3a +172.17.0.2 web.docker #my-docker-network was here instance=… started=… sequence=… lease=30
/// 90ab12ef -172.17.0.2 web.docker #my-docker-network was here
/// ```
enum JournalLine {
    /// No line is longer; what is longer is none.
    static let longest = 1_024

    /// The statement of a line about a registration.
    enum Statement {
        /// It holds.
        case holds(Entry)
        /// It no longer does.
        case ended(Registration)
    }

    /// Appends a line, its newline included.
    static func append(_ statement: Statement, domain: Domain, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: "00000000 ".utf8)
        let content = bytes.count
        switch statement {
        case .holds(let entry):
            bytes.append(UInt8(ascii: "+"))
            HostsLine.append(entry, domain: domain, to: &bytes)
        case .ended(let registration):
            bytes.append(UInt8(ascii: "-"))
            HostsLine.append(Entry(registration), domain: domain, to: &bytes)
        }
        var checksum = Checksum.of(bytes[content..<(bytes.count - 1)])
        for index in (start..<(start + 8)).reversed() {
            bytes[index] = digits[Int(checksum & 15)]
            checksum >>= 4
        }
    }

    /// Reads a line without its newline; nil if it was not written whole, or is of another domain.
    static func parse(_ line: ArraySlice<UInt8>, domain: Domain) -> Statement? {
        guard line.count > 10, line.count <= longest,
            line[line.startIndex + 8] == UInt8(ascii: " "),
            let checksum = checksum(line.prefix(8))
        else { return nil }
        let content = line.dropFirst(9)
        guard Checksum.of(content) == checksum,
            let entry = HostsLine.parse(content.dropFirst(), domain: domain)
        else { return nil }
        switch content.first {
        case UInt8(ascii: "+"): return .holds(entry)
        case UInt8(ascii: "-"): return .ended(entry.registration)
        default: return nil
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func checksum(_ text: ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for byte in text {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

public import DockerNetwork

/// The content of one hosts file: the entries that are ours, and every byte that is not.
///
/// Foreign bytes are never looked into and stay as they are: carriage returns, tabs, bytes that
/// are no UTF-8, lines that only resemble ours. Our lines stand together at the end, by hostname
/// and then by address. Reading what was rendered gives the same value again.
///
/// The format is that of hosts(5).
public struct HostsFile: Hashable, Sendable {
    /// The domain that our names end in.
    public let domain: Domain
    /// The bytes that are not ours, in their order.
    public private(set) var foreign: [UInt8]
    /// The contents of our lines, by hostname and then by address; no registration stands twice.
    public private(set) var entries: [Entry]

    /// A file that does not exist yet.
    public init(domain: Domain) {
        self.domain = domain
        foreign = []
        entries = []
    }

    /// Reads a file; there are no bytes that it cannot read.
    ///
    /// Of two entries' lines with the same registration, the later one counts.
    ///
    /// - Parameters:
    ///   - bytes: The whole content.
    ///   - domain: The domain that our names end in; a line under another domain is foreign.
    public init(parsing bytes: [UInt8], domain: Domain) {
        self.init(domain: domain)
        var byRegistration: [Registration: Entry] = [:]
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
            let next = newline.map { $0 + 1 } ?? bytes.endIndex
            if let entry = HostsLine.parse(
                bytes[start..<(newline ?? bytes.endIndex)], domain: domain)
            {
                byRegistration[entry.registration] = entry
            } else {
                foreign.append(contentsOf: bytes[start..<next])
            }
            start = next
        }
        replaceEntries(byRegistration.values)
    }

    /// Replaces the entries; of two with the same registration, the later one counts.
    ///
    /// Where the foreign bytes lack a last newline and there are entries, the newline is added to
    /// them, in the file's own style.
    public mutating func replaceEntries(_ newEntries: some Collection<Entry>) {
        entries = Self.sortedAndUnique(newEntries)
        guard !entries.isEmpty, let last = foreign.last, last != UInt8(ascii: "\n") else { return }
        foreign.append(contentsOf: newline)
    }

    /// The whole content.
    public func rendered() -> [UInt8] {
        var bytes: [UInt8] = []
        // A held line with a short name; more than enough for most.
        bytes.reserveCapacity(foreign.count + entries.count * 160)
        bytes.append(contentsOf: foreign)
        for entry in entries { HostsLine.append(entry, domain: domain, to: &bytes) }
        return bytes
    }

    /// The line ending of the foreign lines: that of the last one that has one.
    private var newline: [UInt8] {
        guard let last = foreign.lastIndex(of: UInt8(ascii: "\n")), last > 0,
            foreign[last - 1] == UInt8(ascii: "\r")
        else { return [UInt8(ascii: "\n")] }
        return [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }

    private static func sortedAndUnique(_ entries: some Collection<Entry>) -> [Entry] {
        let sorted = entries.enumerated().sorted { left, right in
            if left.element.registration != right.element.registration {
                return left.element.registration < right.element.registration
            }
            return left.offset < right.offset
        }
        var unique: [Entry] = []
        unique.reserveCapacity(sorted.count)
        for (_, entry) in sorted {
            if unique.last?.registration == entry.registration { unique.removeLast() }
            unique.append(entry)
        }
        return unique
    }
}

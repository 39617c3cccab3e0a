package import DockerNetwork

/// The hostnames of a domain that foreign lines of a hosts file give an address to (hosts(5)).
package enum ForeignNames {
    /// Reads them: what stands behind an address, up to a comment.
    ///
    /// - Parameters:
    ///   - bytes: The foreign bytes of a hosts file, whatever they are.
    ///   - domain: Names outside it are nobody's concern.
    /// - Returns: The hostnames.
    package static func read(_ bytes: [UInt8], in domain: Domain) -> Set<Hostname> {
        var names: Set<Hostname> = []
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") }) {
            let text = line.prefix { $0 != UInt8(ascii: "#") }
            let fields = text.split(whereSeparator: isBlank)
            guard fields.count > 1, IPAddress(utf8: fields[0]) != nil else { continue }
            for field in fields.dropFirst() where isInside(field, domain) {
                if let name = try? Hostname(utf8: field, in: domain) { names.insert(name) }
            }
        }
        return names
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(byte)
    }

    /// `Hostname` takes a name without the domain too; here the domain makes it one of ours.
    private static func isInside(_ field: ArraySlice<UInt8>, _ domain: Domain) -> Bool {
        let suffix = [UInt8(ascii: ".")] + Array(domain.name.utf8)
        return field.count > suffix.count
            && field.suffix(suffix.count).elementsEqual(suffix) { $0 | lowerCaseBit($0) == $1 }
    }

    private static func lowerCaseBit(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? 0x20 : 0
    }
}

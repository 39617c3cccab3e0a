package import DockerNetwork

/// The hostnames of a domain that foreign lines of a hosts file give an address to (hosts(5)).
package enum ForeignNames {
    /// Reads them: what stands behind an address, up to a comment.
    ///
    /// - Parameters:
    ///   - bytes: The foreign bytes of a hosts file, whatever they are.
    ///   - domain: Names outside it are nobody's concern.
    /// - Returns: The hostnames, each with its addresses in their order.
    package static func read(_ bytes: [UInt8], in domain: Domain) -> [Hostname: [IPAddress]] {
        var names: [Hostname: [IPAddress]] = [:]
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") }) {
            let text = line.prefix { $0 != UInt8(ascii: "#") }
            let fields = text.split(whereSeparator: isBlank)
            guard fields.count > 1, let address = IPAddress(utf8: fields[0]) else { continue }
            for hostname in fields.dropFirst().compactMap({ HostsLine.hostname($0, in: domain) }) {
                names[hostname, default: []].append(address)
            }
        }
        return names
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(byte)
    }
}

package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The default route's gateway, as the kernel's tables in /proc have it; a container reaches
/// its host there.
package enum DefaultGateway {
    /// The host to connect to: what `gateway` stands for, and every other as it is.
    ///
    /// - Throws: As `current()`.
    package static func resolving(_ host: String) throws(TransportError) -> String {
        host == "gateway" ? try current() : host
    }

    /// Reads the kernel's tables: IPv4 first, then IPv6.
    ///
    /// - Throws: `.unreachable` where there is no default route with a gateway.
    package static func current() throws(TransportError) -> String {
        if let gateway = ofIPv4(table: contents("/proc/net/route")) { return gateway }
        if let gateway = ofIPv6(table: contents("/proc/net/ipv6_route")) { return gateway }
        throw TransportError(
            .unreachable,
            "the broker's host is 'gateway', but there is no default route with a gateway; "
                + "name the host's address instead")
    }

    /// The gateway in the form of /proc/net/route: names, then hexadecimal numbers in network
    /// order as this machine reads them; of several the one with the lowest metric.
    package static func ofIPv4(table: String) -> String? {
        var best: (metric: Int, address: UInt32)?
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard fields.count >= 8, UInt32(fields[1], radix: 16) == 0,
                UInt32(fields[7], radix: 16) == 0, let metric = Int(fields[6]),
                let flags = UInt32(fields[3], radix: 16),
                flags & isUpWithGateway == isUpWithGateway,
                let address = UInt32(fields[2], radix: 16)
            else { continue }
            if best == nil || metric < best?.metric ?? 0 { best = (metric, address) }
        }
        return best.map { IPv4Address(rawValue: UInt32(bigEndian: $0.address)).description }
    }

    /// The gateway in the form of /proc/net/ipv6_route: ten fields, the numbers hexadecimal.
    ///
    /// A link-local one means nothing without its interface.
    package static func ofIPv6(table: String) -> String? {
        var best: (metric: UInt32, text: String)?
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 10, UInt128(fields[0], radix: 16) == 0, fields[1] == "00",
                let address = UInt128(fields[4], radix: 16), address != 0,
                let metric = UInt32(fields[5], radix: 16),
                let flags = UInt32(fields[8], radix: 16),
                flags & isUpWithGateway == isUpWithGateway
            else { continue }
            let isLinkLocal = address >> 118 == 0xFE80 >> 6
            let text =
                IPv6Address(rawValue: address).description
                + (isLinkLocal ? "%\(fields[9])" : "")
            if best == nil || metric < best?.metric ?? 0 { best = (metric, text) }
        }
        return best?.text
    }

    /// RTF_UP and RTF_GATEWAY of linux/route.h.
    private static let isUpWithGateway: UInt32 = 0x1 | 0x2

    /// At most 1 MiB of a file, or nothing.
    private static func contents(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

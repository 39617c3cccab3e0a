import DockerNetwork
import DockerNetworkDNS

/// An address of either kind, as a record's data.
protocol ZoneAddress {
    /// The type of its records.
    static var type: DNSType { get }
    /// The number of bytes of such an address.
    static var size: Int { get }
    /// The address as one of any kind.
    var any: IPAddress { get }
    /// Writes its bytes.
    func write(to writer: inout DNSWriter)
}

extension IPv4Address: ZoneAddress {
    static var type: DNSType { .a }
    static var size: Int { 4 }
    var any: IPAddress { .v4(self) }

    func write(to writer: inout DNSWriter) {
        writer.writeUInt32(rawValue)
    }
}

extension IPv6Address: ZoneAddress {
    static var type: DNSType { .aaaa }
    static var size: Int { 16 }
    var any: IPAddress { .v6(self) }

    func write(to writer: inout DNSWriter) {
        withUnsafeBytes(of: rawValue.bigEndian) { writer.write($0) }
    }
}

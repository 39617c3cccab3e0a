import DockerNetwork
import DockerNetworkDNS

/// Asks a running dnsmasq for its version: CHAOS TXT `version.bind` (dnsmasq(8), section NOTES).
enum VersionQuestion {
    private static let chaos: UInt16 = 3
    /// dnsmasq answers this by itself, at once; who does not within this time will not.
    private static let patience: Int32 = 200

    /// The result of the question.
    enum Answer: Hashable, Sendable {
        /// It is this one.
        case version(DnsmasqVersion)
        /// It answers, but does not tell (`no-ident`), or is no dnsmasq.
        case unknown
    }

    /// Asks once; nil: there is no answer in time, and it is to be asked again.
    static func ask(_ server: DnsmasqServer) -> Answer? {
        guard let socket = DatagramSocket(to: server) else { return nil }
        let id = UInt16.random(in: .min ... .max)
        socket.send(DNSMessage.query("version.bind", type: .txt, class: chaos, id: id))
        guard case .datagram(let bytes) = socket.receive(within: patience) else { return nil }
        return DNSMessage.text(bytes, to: id).flatMap { DnsmasqVersion($0) }.map { .version($0) }
            ?? .unknown
    }
}

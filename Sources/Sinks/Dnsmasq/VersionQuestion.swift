import DockerNetwork

/// Asks a running dnsmasq for its version: CHAOS TXT `version.bind` (dnsmasq(8), section NOTES).
enum VersionQuestion {
    private static let type: UInt16 = 16
    private static let chaos: UInt16 = 3
    /// dnsmasq answers this by itself, at once; who does not within this time will not.
    private static let patience: Int32 = 200
    private static let tries = 3

    /// The version; nil: there is no answer, or it does not tell (`no-ident`).
    static func ask(_ server: DnsmasqServer) -> DnsmasqVersion? {
        guard let socket = DatagramSocket(to: server) else { return nil }
        for _ in 0..<tries {
            let id = UInt16.random(in: .min ... .max)
            socket.send(DNSMessage.query("version.bind", type: type, class: chaos, id: id))
            guard let bytes = socket.receive(within: patience) else { continue }
            if let text = DNSMessage.text(bytes, to: id) { return DnsmasqVersion(text) }
        }
        return nil
    }
}

import CDockerNetworkSystem

/// One address of a host, with the port to connect to.
package struct HostAddress: Sendable {
    /// As C's functions take it.
    let address: my_docker_network_address
    /// The address in numbers, without the port: `10.0.0.1`.
    package let text: String

    /// So many addresses of one host are tried at most.
    private static let most = 32

    /// The address in C's form, with this port in place of its own.
    init(_ address: my_docker_network_address, port: UInt16) {
        var address = address
        my_docker_network_set_port(&address, port)
        self.address = address
        text = Self.text(of: address)
    }

    /// The same address with another port.
    func with(port: UInt16) -> Self { Self(address, port: port) }

    /// The addresses of a host in the system's order (RFC 6724).
    ///
    /// It waits for the resolver, whose own time-outs come to minutes.
    ///
    /// - Parameters:
    ///   - host: A name or an address.
    ///   - isNumeric: Whether only an address is taken, for which nobody is asked.
    /// - Returns: The addresses, or the resolver's reason.
    static func all(
        of host: String, isNumeric: Bool
    ) -> Result<[HostAddress], ConnectFailure> {
        var found = [my_docker_network_address](repeating: .init(), count: most)
        let count = my_docker_network_lookup(host, isNumeric ? 1 : 0, &found, CInt(most))
        guard count > 0 else {
            let reason = count == 0 ? "it has no address" : String(cString: gai_strerror(count))
            return .failure(.unknownName(host, reason: reason.withSmallInitial))
        }
        return .success(found.prefix(Int(count)).map { HostAddress($0, port: 0) })
    }

    private static func text(of address: my_docker_network_address) -> String {
        var address = address
        var text = [CChar](repeating: 0, count: 128)
        guard my_docker_network_address_text(&address, &text, socklen_t(text.count)) != 0 else {
            return "?"
        }
        let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: bytes, as: UTF8.self)
    }
}

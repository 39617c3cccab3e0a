internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkSystem

/// The Host fields that a listener takes: a page of the web whose name was made to lead here (DNS
/// rebinding) sends that name.
enum HostRule: Hashable, Sendable {
    /// A socket in the file system: no page of the web reaches it.
    case any
    /// This address, loopback, and `localhost`.
    case address(SocketName)

    /// Whether a request with this field is served.
    func allows(_ field: String?) -> Bool {
        guard case .address(let name) = self else { return true }
        guard let host = field.flatMap(Self.host) else { return false }
        if host == "localhost" { return true }
        guard let address = IPAddress(host) else { return false }
        let bytes = address.networkOrder
        guard let asked = SocketName(address: bytes, port: name.port) else { return false }
        // Who listens on every address is asked by any of them; no name can stand for a literal.
        return asked.isLoopback || bytes == name.address || name.isWildcard
    }

    /// The host without the port, in lower case and without brackets.
    private static func host(_ field: String) -> String? {
        var rest = field.lowercased()[...]
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            let port = rest[rest.index(after: end)...]
            guard port.isEmpty || isPort(port) else { return nil }
            return String(rest[rest.index(after: rest.startIndex)..<end])
        }
        if let colon = rest.firstIndex(of: ":") {
            guard isPort(rest[colon...]) else { return nil }
            rest = rest[..<colon]
        }
        return rest.isEmpty ? nil : String(rest)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && UInt16(text.dropFirst()) != nil
    }
}

import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A UDP socket that speaks with one server only.
struct DatagramSocket: ~Copyable {
    private let number: Int32

    /// Opens a socket; nil: the system has none, or no way there (see `errno`).
    init?(to server: DnsmasqServer) {
        guard let opened = Self.open(to: server) else { return nil }
        number = opened
    }

    deinit {
        close(number)
    }

    /// Sends; a datagram that cannot be sent is as good as lost.
    func send(_ bytes: [UInt8]) {
        _ = Self.send(number, bytes)
    }

    /// The result of waiting.
    enum Arrival: Sendable {
        case datagram([UInt8])
        /// No datagram came in time.
        case nothing
        /// The server's port is closed.
        case closed
    }

    /// Waits for a datagram.
    func receive(within milliseconds: Int32) -> Arrival {
        var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return .nothing }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(number, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { return errno == ECONNREFUSED ? .closed : .nothing }
        return .datagram(Array(bytes[..<count]))
    }

    private static func open(to server: DnsmasqServer) -> Int32? {
        guard let name = SocketName(address: server.address.networkOrder, port: server.port)
        else { return nil }
        let type = SocketKind.datagram | SocketKind.closeOnExec
        let number = socket(name.isIPv4 ? AF_INET : AF_INET6, type, 0)
        guard number >= 0 else { return nil }
        guard name.connect(number) == 0 else {
            let reason = errno
            close(number)
            errno = reason
            return nil
        }
        return number
    }

    private static func send(_ number: Int32, _ bytes: [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            Musl.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }
}

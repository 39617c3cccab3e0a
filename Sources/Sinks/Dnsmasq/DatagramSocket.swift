import DockerNetwork

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

    /// What came of waiting.
    enum Arrival: Sendable {
        case datagram([UInt8])
        /// Nothing came in time.
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
        let family: Int32
        switch server.address {
        case .v4: family = AF_INET
        case .v6: family = AF_INET6
        }
        #if canImport(Glibc)
            let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        #else
            let type = SOCK_DGRAM | SOCK_CLOEXEC
        #endif
        let number = socket(family, type, 0)
        guard number >= 0 else { return nil }
        guard connect(number, server) == 0 else {
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

    private static func connect(_ number: Int32, _ server: DnsmasqServer) -> Int32 {
        switch server.address {
        case .v4(let address):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = server.port.bigEndian
            name.sin_addr.s_addr = address.rawValue.bigEndian
            return connect(number, to: name)
        case .v6(let address):
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = server.port.bigEndian
            withUnsafeMutableBytes(of: &name.sin6_addr) { bytes in
                withUnsafeBytes(of: address.rawValue.bigEndian) { bytes.copyMemory(from: $0) }
            }
            return connect(number, to: name)
        }
    }

    private static func connect<Name>(_ number: Int32, to name: Name) -> Int32 {
        withUnsafeBytes(of: name) { bytes in
            guard let start = bytes.baseAddress else { return -1 }
            let address = start.assumingMemoryBound(to: sockaddr.self)
            #if canImport(Glibc)
                return Glibc.connect(number, address, socklen_t(bytes.count))
            #else
                return Musl.connect(number, address, socklen_t(bytes.count))
            #endif
        }
    }
}

package import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes the TCP connections of all transports: looks the host up and tries its addresses.
package struct HostConnector: Sendable {
    /// A name or an address.
    package let host: String
    /// The port.
    package let port: UInt16

    /// Names a place; nothing is asked yet.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Whether the host is an address, so that nobody is asked for its name.
    package var isNumeric: Bool {
        if case .success = HostAddress.all(of: host, isNumeric: true) { true } else { false }
    }

    /// The host's addresses; it blocks the calling thread.
    ///
    /// - Returns: At least one, in the system's order.
    /// - Throws: `ConnectFailure` that names the host.
    package func addresses(
        until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> [HostAddress] {
        try NameLookup.shared.addresses(of: host, port: port, until: deadline)
    }

    /// Connects to the first address that answers; it blocks the calling thread.
    ///
    /// - Returns: The socket, which is the caller's and does not wait, and its address.
    /// - Throws: `ConnectFailure` that names the host, or every address that was tried.
    package func connect(
        until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> (socket: CInt, address: HostAddress) {
        try ConnectRace.connect(to: try addresses(until: deadline), until: deadline)
    }

    /// Connects and hangs up, to learn why that fails; it blocks the calling thread.
    ///
    /// - Throws: `ConnectFailure` that names the host, or every address that was tried.
    package func probe(until deadline: ContinuousClock.Instant) throws(ConnectFailure) {
        close(try connect(until: deadline).socket)
    }

    /// The first address that answers, where there are several; the only one is not tried.
    ///
    /// For a library that makes its connection itself; it blocks the calling thread.
    ///
    /// - Throws: `ConnectFailure` that names the host, or every address that was tried.
    package func answeringAddress(
        until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> HostAddress {
        let addresses = try addresses(until: deadline)
        if addresses.count == 1, let only = addresses.first { return only }
        let (socket, address) = try ConnectRace.connect(to: addresses, until: deadline)
        close(socket)
        return address
    }

    /// Connects on a thread of its own, for a caller whose thread must not block.
    ///
    /// - Returns: The socket, or why there is none.
    /// - Throws: `.cancelled`; then nothing is left behind.
    package func connectElsewhere(
        until deadline: ContinuousClock.Instant
    ) async throws(TransportError) -> Result<CInt, ConnectFailure> {
        let reply = Reply<Result<CInt, ConnectFailure>>()
        return try await reply.value {
            let work: @Sendable () -> Void = {
                let result: Result<CInt, ConnectFailure>
                do throws(ConnectFailure) {
                    result = .success(try connect(until: deadline).socket)
                } catch {
                    result = .failure(error)
                }
                // A caller that gave up leaves no socket behind.
                if !reply.resolve(.success(result)), case .success(let socket) = result {
                    close(socket)
                }
            }
            // Where no thread is left it blocks this one, rather than fail.
            if !BlockingThread.start("docker-net-tcp", work) { work() }
        }
    }
}

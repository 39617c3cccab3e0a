internal import CDockerNetworkSystem
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Asks the C library for a name, whatever it is told in nsswitch.conf and resolv.conf.
package enum NameLookup {
    /// A reason why there is no address, in a few words.
    package struct Failure: Error, Hashable, Sendable {
        /// The words.
        package let reason: String

        /// Keeps them.
        package init(_ reason: String) { self.reason = reason }
    }

    /// The addresses in network order, or why there are none.
    package typealias Answer = Result<[[UInt8]], Failure>

    /// Looks a name's IPv4 addresses up, with no search list; it blocks the calling thread.
    ///
    /// - Parameter name: The whole name, without the dot of the root.
    /// - Returns: The addresses, or why there are none.
    package static func addresses(of name: String) -> Answer {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = SocketKind.stream
        var first: UnsafeMutablePointer<addrinfo>?
        // With the dot of the root no search list applies.
        let code = getaddrinfo(name + ".", nil, &hints, &first)
        guard code == 0 else { return .failure(Failure(String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(first) }
        var addresses: [[UInt8]] = []
        var next = first
        while let entry = next?.pointee {
            if let address = entry.ai_addr.flatMap({ SocketName(at: $0)?.address }) {
                addresses.append(address)
            }
            next = entry.ai_next
        }
        return .success(addresses)
    }
}

internal import CDockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The socket types and flags for socket(2).
package enum SocketKind {
    // glibc declares them as an enumeration, musl as numbers.
    #if canImport(Glibc)
        package static let stream = Int32(SOCK_STREAM.rawValue)
        package static let datagram = Int32(SOCK_DGRAM.rawValue)
        package static let raw = Int32(SOCK_RAW.rawValue)
        /// Closed when another program is run.
        package static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
        package static let nonblocking = Int32(SOCK_NONBLOCK.rawValue)
    #else
        package static let stream = SOCK_STREAM
        package static let datagram = SOCK_DGRAM
        package static let raw = SOCK_RAW
        /// Closed when another program is run.
        package static let closeOnExec = SOCK_CLOEXEC
        package static let nonblocking = SOCK_NONBLOCK
    #endif
}

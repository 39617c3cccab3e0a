#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What socket(2) takes as a socket's type, closed when another program is run.
enum SocketKind {
    // glibc declares them as an enumeration, musl as numbers.
    #if canImport(Glibc)
        static let datagram = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        static let raw = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        static let nonblocking = Int32(SOCK_NONBLOCK.rawValue)
    #else
        static let datagram = SOCK_DGRAM | SOCK_CLOEXEC
        static let raw = SOCK_RAW | SOCK_CLOEXEC
        static let nonblocking = SOCK_NONBLOCK
    #endif
}

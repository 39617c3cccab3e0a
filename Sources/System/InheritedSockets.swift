#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The sockets that a service manager bound for this process (sd_listen_fds(3)).
package enum InheritedSockets {
    /// The first number (SD_LISTEN_FDS_START).
    private static let first: Int32 = 3
    /// More than any unit has: what says more is no service manager.
    private static let most: Int32 = 1_024

    /// Takes over those of a name; call it once, before this process opens anything else.
    ///
    /// - Parameters:
    ///   - wanted: What `FileDescriptorName=` of the socket unit says.
    ///   - environment: Looks a variable up.
    /// - Returns: The sockets; none unless `LISTEN_PID` is this process.
    package static func take(
        named wanted: String, environment: (String) -> String? = Self.variable
    ) -> [ServerSocket] {
        guard environment("LISTEN_PID").flatMap({ pid_t($0) }) == getpid(),
            let count = environment("LISTEN_FDS").flatMap({ Int32($0) }),
            (1...most).contains(count)
        else { return [] }
        let names = (environment("LISTEN_FDNAMES") ?? "").split(
            separator: ":", omittingEmptySubsequences: false)
        return (0..<count).compactMap { index in
            guard names.indices.contains(Int(index)), names[Int(index)] == wanted else {
                return nil
            }
            return ServerSocket(adopting: first + index)
        }
    }

    /// A variable of this process's environment.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { ForeignText.decode(cString: $0) }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A system call that failed.
package struct SystemCallFailure: Error, Hashable, Sendable {
    /// The value of `errno` (errno(3)).
    package var code: Int32

    /// Keeps the number.
    package init(code: Int32) {
        self.code = code
    }

    /// The failure of the call that was made last on this thread.
    package static var last: Self { Self(code: errno) }

    /// The system's own words.
    package var reason: String {
        guard let words = strerror(code) else { return "error \(code)" }
        return String(cString: words)
    }
}

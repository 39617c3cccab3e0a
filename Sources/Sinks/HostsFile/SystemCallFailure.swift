package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A system call that failed: its number, and what that means for who runs the service.
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
    package var reason: String { String(cString: strerror(code)) }

    /// One line: what, where, the system's reason and what to do.
    ///
    /// - Parameters:
    ///   - action: What failed, such as `write`.
    ///   - path: Where.
    /// - Returns: The sink's error.
    package func error(cannot action: String, _ path: String) -> SinkError {
        SinkError("cannot \(action) \(path): \(reason); \(advice)")
    }

    private var advice: String {
        switch code {
        case EACCES, EPERM: "run the service as a user who may, or change the owner or mode"
        case ENOSPC, EDQUOT: "free some space there"
        case EROFS: "the file system is read-only: choose another path"
        case ENOENT: "create what is missing on the way there"
        case ENOTDIR: "something on the way there is no directory: choose another path"
        case EISDIR: "a directory is in the way: choose another path"
        case EEXIST: "something else is in the way: remove it, or choose another path"
        case ELOOP: "the symbolic links go in a circle, or one appeared meanwhile: remove them"
        case ENAMETOOLONG: "choose a shorter path"
        case EMFILE, ENFILE: "raise the limit of open files"
        default: "it is tried again"
        }
    }
}

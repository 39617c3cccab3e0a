package import DockerNetwork
package import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SystemCallFailure {
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
        case ELOOP:
            "a symbolic link is in the way in a directory that others may write: name its target"
        case ENAMETOOLONG: "choose a shorter path"
        case EFBIG: "it is larger than any hosts file: remove it, or choose another path"
        case EMFILE, ENFILE: "raise the limit of open files"
        default: "it is tried again"
        }
    }
}

internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The system's status of a file (stat(2)).
package struct FileStatus: Hashable, Sendable {
    /// A kind of file.
    package enum Kind: Hashable, Sendable {
        case regular
        case directory
        case symbolicLink
        case socket
        /// A pipe or a device.
        case other
    }

    /// The kind of the file.
    package let kind: Kind
    /// Its permission bits, those for other rights than the caller's included: 0o7777 at most.
    package let mode: UInt32
    /// Its owner.
    package let user: UInt32
    /// Its group.
    package let group: UInt32
    /// The number of names that it has.
    package let links: UInt64
    /// The number of bytes that it has.
    package let size: Int64
    private let device: UInt64
    private let inode: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            case S_IFSOCK: .socket
            default: .other
            }
        mode = UInt32(status.st_mode & 0o7777)
        user = UInt32(status.st_uid)
        group = UInt32(status.st_gid)
        links = UInt64(status.st_nlink)
        size = Int64(status.st_size)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Looks at what a path names, at a symbolic link itself; nil: nothing that can be seen.
    package init?(of path: String) {
        var status = stat()
        guard lstat(ForeignText.cString(path), &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether both are of one file, however it changed meanwhile.
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }

    /// - Throws: `SystemCallFailure` that says what it is instead of a regular file.
    package func requireRegular() throws(SystemCallFailure) {
        switch kind {
        case .regular: return
        case .directory: throw SystemCallFailure(code: EISDIR)
        case .symbolicLink: throw SystemCallFailure(code: ELOOP)
        case .socket, .other: throw SystemCallFailure(code: EEXIST)
        }
    }
}

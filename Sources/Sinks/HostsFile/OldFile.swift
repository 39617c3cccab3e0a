import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is to be replaced: what its successor takes over from it.
final class OldFile {
    private let directory: Directory
    private let file: FileDescriptor
    let status: FileStatus

    /// Names a regular file, also one that may not be read.
    ///
    /// - Throws: `SystemCallFailure` where something else is there.
    init?(_ name: String, in directory: Directory) throws(SystemCallFailure) {
        guard let file = try directory.locate(name) else { return nil }
        status = try file.status()
        try status.requireRegular()
        self.directory = directory
        self.file = file
    }

    /// Reads it from the start.
    func readAll(limit: Int) throws(SystemCallFailure) -> [UInt8] {
        try directory.reopen(file, O_RDONLY).readAll(limit: limit)
    }

    /// Whether it has extended attributes.
    var hasAttributes: Bool { ExtendedAttributes.areThere(of: file) }

    /// Its permission bits, without those that let a program run as somebody else: whoever may write
    /// to the directory can give such a program this name.
    var mode: UInt32 { status.mode & 0o777 }

    /// Gives its owner and group to its successor.
    ///
    /// - Throws: `SystemCallFailure` where that would change who may do what.
    func giveOwner(to file: borrowing FileDescriptor) throws(SystemCallFailure) {
        let new = try file.status()
        let (user, group) = (status.user, status.group)
        guard user != new.user || group != new.group else { return }
        // A file of another user's in a directory of a third one: only its name is the third one's.
        if directory.user != geteuid(), user != directory.user {
            guard user == geteuid(), status.links == 1 else { throw SystemCallFailure(code: EPERM) }
            return
        }
        guard fchown(file.number, user, group) == 0 || isGroupIdle(for: directory.user) else {
            throw .last
        }
    }

    /// Whether a file of that user's means the same with another group: who is no member of the
    /// old one cannot keep it.
    private func isGroupIdle(for user: UInt32) -> Bool {
        let groupRights = status.mode >> 3 & 0o7
        return status.user == user && groupRights & ~(status.mode & 0o7) == 0
    }

    /// Gives its extended attributes to its successor.
    func giveAttributes(to file: borrowing FileDescriptor) throws(SystemCallFailure) {
        try ExtendedAttributes.copy(from: self.file, to: file)
    }
}

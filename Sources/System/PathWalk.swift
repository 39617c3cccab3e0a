#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Goes along a path name by name, and tells links that can be trusted from others.
///
/// A symbolic link is followed where nobody but root and this process's user can have put it there:
/// its directory is theirs and no group or other user may write it, or, where all may (as /tmp, with
/// the sticky bit), the link is theirs. So /etc/hosts may be a link, as may /var/run on the way to a
/// file; one that lies in a directory of another user's is `ELOOP`. The kernel's own links in /proc
/// lead where they lead.
///
/// A directory that is none of a link's is followed whoever may write where it lies: what happens
/// at its end is done as its owner (`Directory`).
package enum PathWalk {
    /// Opens a directory with `O_PATH`.
    static func directory(
        _ path: String, creating creation: Directory.Creation
    ) throws(SystemCallFailure) -> FileDescriptor {
        var walk = try Steps(path)
        while let name = walk.next() {
            try walk.enter(name, creating: creation, isLast: walk.isAtEnd)
        }
        return walk.finish()
    }

    /// Opens the directory that a file lies in, at the end of the symbolic links that lead to it.
    ///
    /// - Parameter path: The file's path; it may be missing, where no link leads to it.
    /// - Returns: The directory, and the file's name there.
    /// - Throws: `SystemCallFailure`: `ENOENT` where a directory or a link's target is missing, `ELOOP`
    ///   where a link is not followed, `EISDIR` where the path names no file.
    package static func file(
        _ path: String
    ) throws(SystemCallFailure) -> (directory: Directory, name: String) {
        var walk = try Steps(path)
        while let name = walk.next() {
            guard walk.isAtEnd else {
                try walk.enter(name, creating: .none, isLast: false)
                continue
            }
            guard name != "..", !walk.endsWithSlash else { throw SystemCallFailure(code: EISDIR) }
            if try walk.followLink(name) { continue }
            let hasFollowed = walk.links > 0
            let directory = try Directory(adopting: walk.finish())
            // A link's target is not made: nobody may have meant it.
            if hasFollowed, try directory.status(of: name) == nil {
                throw SystemCallFailure(code: ENOENT)
            }
            return (directory, name)
        }
        throw SystemCallFailure(code: EISDIR)
    }
}

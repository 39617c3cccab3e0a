#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The file that holds a running service's process number (FHS 3.0, section 3.15.2).
///
/// The service keeps the file locked (fcntl(2)) as long as it lives, and the kernel tells who holds
/// the lock: a file that a crash left behind never leads to a stranger that got the same number.
package struct PidFile: Hashable, Sendable {
    /// Where it is.
    package var path: String

    /// Where it is when nobody says otherwise.
    package static let standard = PidFile("/run/my-docker-network.pid")

    /// Names one; nothing is opened.
    package init(_ path: String) {
        self.path = path
    }

    /// Opens it for asking who holds it, or returns nil where it is not there.
    ///
    /// - Throws: `ToolError` (78) where it cannot be opened.
    package func opened() throws(ToolError) -> PidFileReader? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw failure("be opened", errno) }
            return nil
        }
        return PidFileReader(path: path, descriptor: descriptor)
    }

    /// The process that holds it, or nil where none does.
    ///
    /// - Throws: `ToolError` (78) where it cannot be read, or where its holder is out of sight.
    package func holder() throws(ToolError) -> Int32? {
        guard let reader = try opened() else { return nil }
        return try reader.holder()
    }

    /// Writes this process's number and holds the file until `release` or the process's end.
    ///
    /// - Throws: `ToolError`: 69 where another process holds it, 78 where it cannot be written.
    package func hold() throws(ToolError) {
        while true {
            let descriptor = open(
                path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
            guard descriptor >= 0 else { throw failure("be written", errno) }
            var lock = Self.wholeFile
            guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
                let code = errno
                close(descriptor)
                guard code == EAGAIN || code == EACCES else { throw failure("be locked", code) }
                throw ToolError(
                    .unavailable, "\(path): another service holds it; stop that one with --stop")
            }
            // One that ended may have removed it in between: what is locked must be what is there.
            guard isSame(descriptor) else {
                close(descriptor)
                continue
            }
            let text = Array("\(getpid())\n".utf8)
            guard ftruncate(descriptor, 0) == 0, write(descriptor, text, text.count) == text.count
            else { throw failure("be written", errno) }
            // Open on purpose: closing it would end the lock.
            return
        }
    }

    /// Removes the file that this process holds.
    package func release() {
        unlink(path)
    }

    private func isSame(_ descriptor: Int32) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    static var wholeFile: flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    private func failure(_ action: String, _ code: Int32) -> ToolError {
        .configuration(
            path,
            "cannot \(action): \(SystemText.describe(code)); "
                + "run it as a user who may, or name another with --pid-file")
    }
}

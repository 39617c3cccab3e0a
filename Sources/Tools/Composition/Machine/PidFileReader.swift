#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An open pid file: it tells who holds it also when its name is gone already.
package struct PidFileReader: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Takes over a descriptor, and closes it at its end.
    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The process that holds it, or nil where none does (any more).
    ///
    /// - Throws: `ToolError` (78) where it cannot be asked, or where its holder is out of sight.
    package func holder() throws(ToolError) -> Int32? {
        var lock = PidFile.wholeFile
        guard fcntl(descriptor, F_GETLK, &lock) == 0 else {
            throw .configuration(path, "cannot be asked: \(SystemText.describe(errno))")
        }
        guard Int32(lock.l_type) != F_UNLCK else { return nil }
        guard lock.l_pid > 0 else {
            throw .configuration(path, "a process of another process namespace holds it")
        }
        return lock.l_pid
    }
}

package import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An open pid file: it tells who holds it also when its name is gone already.
package struct PidFileReader: ~Copyable {
    private let path: String
    private let file: FileDescriptor

    init(path: String, file: consuming FileDescriptor) {
        self.path = path
        self.file = file
    }

    /// The process that holds it, or nil where none does (any more).
    ///
    /// - Throws: `ToolError` (78) where it cannot be asked, or where its holder is out of sight.
    package func holder() throws(ToolError) -> Int32? {
        var lock = PidFile.wholeFile
        guard fcntl(file.number, F_GETLK, &lock) == 0 else {
            throw .configuration(path, "cannot be asked: \(SystemText.describe(errno))")
        }
        guard Int32(lock.l_type) != F_UNLCK else { return nil }
        guard lock.l_pid > 0 else {
            throw .configuration(path, "a process of another process namespace holds it")
        }
        return lock.l_pid
    }

    /// Asks the process that holds it to end (SIGTERM).
    ///
    /// No other process is ever signalled: not one that gets its number meanwhile, and not one that
    /// happens to lock a file which somebody put in this one's place.
    ///
    /// - Returns: The process's number, or nil where none holds the file.
    /// - Throws: `ToolError`: 77 where this user may not end it, or it is no such service, 78 as
    ///   `holder`.
    package func terminateHolder() throws(ToolError) -> Int32? {
        guard let process = try holder() else { return nil }
        do throws(SystemCallFailure) {
            // From here on another process that gets the number is not meant.
            guard let handle = try ProcessHandle(process), try holder(is: process) else {
                return nil
            }
            guard try isService(handle) else {
                throw SystemCallFailure(code: EXDEV)
            }
            return try handle.signal(SIGTERM) ? process : nil
        } catch {
            let reason =
                error.code == EXDEV
                ? "it is no my-docker-network, and another user's than \(path)"
                : "\(SystemText.describe(error.code)); run it as root or as the service's user"
            throw ToolError(.refused, "process \(process) cannot be ended: \(reason)")
        }
    }

    private func holder(is process: Int32) throws(SystemCallFailure) -> Bool {
        var lock = PidFile.wholeFile
        guard fcntl(file.number, F_GETLK, &lock) == 0 else { throw .last }
        return Int32(lock.l_type) != F_UNLCK && lock.l_pid == process
    }

    /// Whether it runs as the user that the file belongs to, or is this program too.
    private func isService(_ handle: ProcessHandle) throws(SystemCallFailure) -> Bool {
        guard let user = handle.user else { return true }
        if try file.status().user == user { return true }
        let own = try ProcessHandle(getpid())?.name
        return own != nil && handle.name == own
    }
}

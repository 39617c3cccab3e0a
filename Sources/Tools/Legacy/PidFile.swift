package import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The file that holds a running service's process number (FHS 3.0, section 3.15.2).
///
/// The service keeps the file locked (fcntl(2)) as long as it lives, and the kernel tells who holds
/// the lock: a file that a crash left behind never leads to a stranger that got the same number.
///
/// Whoever may write to its folder can put something else in its place. So only a regular file with
/// this one name is opened, no symbolic link is followed, and in a folder of another user's root
/// works as that user (`Directory`).
package struct PidFile: Hashable, Sendable {
    /// The path of the file.
    package var path: String

    /// The file that is used unless another is set.
    package static let standard = PidFile("/run/my-docker-network.pid")
    /// Whoever removes it again and again gets out of the way sooner or later.
    private static let mostAttempts = 100

    /// Names one; nothing is opened.
    package init(_ path: String) {
        self.path = path
    }

    /// Opens it for asking who holds it, or returns nil where it is not there.
    ///
    /// - Throws: `ToolError` (78) where it cannot be opened.
    package func opened() throws(ToolError) -> PidFileReader? {
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            guard let file = try open(name, in: directory) else { return nil }
            return PidFileReader(path: path, file: file)
        } catch {
            guard error.code == ENOENT else { throw failure("be opened", error.code) }
            return nil
        }
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
    /// - Returns: What releases it.
    /// - Throws: `ToolError`: 69 where another process holds it, 78 where it cannot be written.
    package func hold() throws(ToolError) -> HeldPidFile {
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            for _ in 0..<Self.mostAttempts {
                guard let file = try openOrCreate(name, in: directory) else { continue }
                guard try lock(file) else { throw SystemCallFailure(code: EAGAIN) }
                let status = try file.status()
                // One that ended may have removed it in between: what is locked must be what is there.
                guard let named = try directory.status(of: name), named.isSameFile(as: status)
                else { continue }
                guard ftruncate(file.number, 0) == 0 else { throw .last }
                try file.writeAll(Array("\(getpid())\n".utf8))
                return HeldPidFile(file, name: name, in: directory, status)
            }
            throw SystemCallFailure(code: EBUSY)
        } catch {
            guard error.code != EAGAIN else {
                throw ToolError(
                    .unavailable, "\(path): another service holds it; stop that one with --stop")
            }
            throw failure("be written", error.code)
        }
    }

    /// Opens it; nil: it is not there.
    private func open(
        _ name: String, in directory: Directory
    ) throws(SystemCallFailure) -> FileDescriptor? {
        guard let file = try directory.open(name, O_RDWR) else { return nil }
        // Another name of it is somebody else's file.
        guard try file.status().links <= 1 else { throw SystemCallFailure(code: EMLINK) }
        return file
    }

    /// nil: somebody removed it, or made it, in between.
    private func openOrCreate(
        _ name: String, in directory: Directory
    ) throws(SystemCallFailure) -> FileDescriptor? {
        if let file = try open(name, in: directory) { return file }
        do throws(SystemCallFailure) {
            return try directory.create(name, mode: 0o644)
        } catch {
            guard error.code == EEXIST else { throw error }
            return nil
        }
    }

    /// Locks it, and returns whether nobody else has.
    private func lock(_ file: borrowing FileDescriptor) throws(SystemCallFailure) -> Bool {
        var lock = Self.wholeFile
        guard fcntl(file.number, F_SETLK, &lock) != 0 else { return true }
        guard errno == EAGAIN || errno == EACCES else { throw .last }
        return false
    }

    static var wholeFile: flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    private func failure(_ action: String, _ code: Int32) -> ToolError {
        let reason =
            switch code {
            case ELOOP: "a symbolic link is in its place, or on the way to it"
            case EMLINK: "it has another name, and so is somebody else's file"
            case EEXIST: "what is there is no regular file"
            default: SystemCallFailure(code: code).reason
            }
        return .configuration(
            path,
            "cannot \(action): \(reason); run it as a user who may, or name another with --pid-file"
        )
    }
}

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
            throw .configuration(path, "cannot be asked: \(SystemCallFailure.last.reason)")
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
                : "\(error.reason); run it as root or as the service's user"
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

/// A pid file that this process holds: closing it ends the lock, so it stays open.
package final class HeldPidFile: Sendable {
    private let file: FileDescriptor
    private let name: String
    private let directory: Directory
    private let status: FileStatus

    init(
        _ file: consuming FileDescriptor, name: String, in directory: Directory,
        _ status: FileStatus
    ) {
        self.file = file
        self.name = name
        self.directory = directory
        self.status = status
    }

    /// Removes the file, unless another one is in its place.
    package func release() {
        try? directory.remove(name, ifSameAs: status)
    }
}

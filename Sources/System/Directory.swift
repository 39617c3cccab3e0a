internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open directory, in which files are reached by their names alone.
///
/// What is done in it is done in this directory, whatever others put at its path meanwhile, and no
/// symbolic link in it is ever followed. Where it belongs to another user, root works in it as that
/// user (`FileOwner`): whatever that user puts there leads to nothing that the user could not do too.
///
/// `PathWalk` says which symbolic links on the way to it are followed.
package final class Directory: Sendable {
    /// The directories that are made if they are missing.
    package enum Creation: Hashable, Sendable {
        /// None.
        case none
        /// The last one, with the mode that the process's umask leaves of 0755.
        case last
        /// All directories on the way, with 0755 whatever the umask.
        case all
    }

    private let descriptor: FileDescriptor
    private let owner: FileOwner?

    /// Opens a directory.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - creation: What is made where it is missing.
    ///   - worksAsOwner: Whether root works in it as the user that owns it.
    /// - Throws: `SystemCallFailure`: `ENOENT` where it is missing, `ENOTDIR` where something else is
    ///   there, `ELOOP` where a symbolic link on the way is not followed.
    package init(
        _ path: String, creating creation: Creation = .none, worksAsOwner: Bool = true
    ) throws(SystemCallFailure) {
        descriptor = try PathWalk.directory(path, creating: creation)
        owner = worksAsOwner ? FileOwner(of: try descriptor.status()) : nil
    }

    /// Takes over a directory that was opened with `O_PATH`.
    init(adopting descriptor: consuming FileDescriptor) throws(SystemCallFailure) {
        owner = FileOwner(of: try descriptor.status())
        self.descriptor = descriptor
    }

    /// The number, for calls that this type does not wrap.
    package var number: Int32 { descriptor.number }

    /// A path that leads to this very directory.
    package var path: String { descriptor.path }

    /// Returns the system's status of the directory.
    package func status() throws(SystemCallFailure) -> FileStatus { try descriptor.status() }

    /// The owner of new files.
    package var user: UInt32 { owner?.user ?? geteuid() }

    /// The group that new files get, unless the directory passes its own on.
    package var group: UInt32 { owner?.group ?? getegid() }

    // MARK: - Looking

    /// Returns the system's status of a file, of a symbolic link itself; nil: there is none.
    package func status(of name: String) throws(SystemCallFailure) -> FileStatus? {
        var status = stat()
        do throws(SystemCallFailure) {
            _ = try look {
                fstatat(number, ForeignText.cString(name), &status, AT_SYMLINK_NOFOLLOW)
            }
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
        return FileStatus(status)
    }

    /// Names a file, without opening it and whatever kind it is; nil: there is none.
    package func locate(_ name: String) throws(SystemCallFailure) -> FileDescriptor? {
        do throws(SystemCallFailure) {
            let flags = my_docker_network_path_only | O_NOFOLLOW
            return FileDescriptor(
                adopting: try look {
                    my_docker_network_open_at(number, ForeignText.cString(name), flags, 0)
                })
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// Opens a regular file; nil: there is none.
    ///
    /// Nothing else is even touched: not opened, and so not waited for.
    ///
    /// - Throws: `SystemCallFailure`: `EISDIR` for a directory, `ELOOP` for a symbolic link, `EEXIST`
    ///   for anything else that is no regular file.
    package func open(_ name: String, _ flags: Int32) throws(SystemCallFailure) -> FileDescriptor? {
        guard let file = try locate(name) else { return nil }
        try file.status().requireRegular()
        return try reopen(file, flags)
    }

    /// Opens a file of this directory that was named before, whatever has its name by now.
    package func reopen(
        _ file: borrowing FileDescriptor, _ flags: Int32
    ) throws(SystemCallFailure) -> FileDescriptor {
        let flags = flags | O_NONBLOCK | O_NOCTTY
        let number = file.number
        let isReading = flags & O_ACCMODE == O_RDONLY
        return FileDescriptor(
            adopting: try call(mayStay: isReading) {
                my_docker_network_reopen(number, flags)
            })
    }

    /// The names that a filter lets through, in no order; those that are no UTF-8 are left out.
    package func names(
        where isWanted: (String) -> Bool = { _ in true }
    ) throws(SystemCallFailure) -> [String] {
        // A descriptor of its own, whose position nobody else moves.
        let copy = try look { my_docker_network_open_at(number, ".", O_RDONLY | O_DIRECTORY, 0) }
        guard let stream = fdopendir(copy) else {
            let failure = SystemCallFailure.last
            close(copy)
            throw failure
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            guard let name = Self.name(of: entry), name != ".", name != ".." else { continue }
            if isWanted(name) { names.append(name) }
        }
        guard errno == 0 else { throw .last }
        return names
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        // The name is read in place: an entry may be shorter than the declared struct.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        return String(validatingCString: start.assumingMemoryBound(to: CChar.self))
    }

    /// Whether files can be made and removed in it.
    package func isWritable() -> Bool {
        let flags = AT_EACCESS
        return (try? call { faccessat(number, ".", W_OK | X_OK, flags) }) != nil
    }

    // MARK: - Changing

    /// Makes a file that was not there, and opens it for writing.
    ///
    /// - Throws: `SystemCallFailure`: `EEXIST` where anything is there.
    package func create(_ name: String, mode: UInt32) throws(SystemCallFailure) -> FileDescriptor {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
        return FileDescriptor(
            adopting: try call {
                my_docker_network_open_at(number, ForeignText.cString(name), flags, mode)
            })
    }

    /// Removes a file; one that is not there is none the worse for it.
    package func remove(_ name: String) throws(SystemCallFailure) {
        do throws(SystemCallFailure) {
            _ = try call { unlinkat(number, ForeignText.cString(name), 0) }
        } catch {
            guard error.code == ENOENT else { throw error }
        }
    }

    /// Removes a file where it still is the one that is meant.
    package func remove(_ name: String, ifSameAs file: FileStatus) throws(SystemCallFailure) {
        guard let found = try status(of: name), found.isSameFile(as: file) else { return }
        try remove(name)
    }

    /// Removes an empty directory.
    package func removeDirectory(_ name: String) throws(SystemCallFailure) {
        _ = try call { unlinkat(number, ForeignText.cString(name), AT_REMOVEDIR) }
    }

    /// Gives a file another name, and replaces what has that name.
    package func rename(_ old: String, to new: String) throws(SystemCallFailure) {
        _ = try call {
            renameat(number, ForeignText.cString(old), number, ForeignText.cString(new))
        }
    }

    /// Makes each of two names the other's file, at one instant (renameat2(2)).
    package func exchange(_ first: String, _ second: String) throws(SystemCallFailure) {
        _ = try call {
            my_docker_network_rename(
                number, ForeignText.cString(first), number, ForeignText.cString(second), 2)
        }
    }

    /// Gives a file one name more.
    ///
    /// - Throws: `SystemCallFailure`: `EEXIST` where something has that name.
    package func link(_ old: String, to new: String) throws(SystemCallFailure) {
        _ = try call {
            linkat(number, ForeignText.cString(old), number, ForeignText.cString(new), 0)
        }
    }

    /// Moves a file here from another directory, where nothing has that name.
    ///
    /// - Throws: `SystemCallFailure`: `EEXIST` where something has that name.
    package func take(
        _ old: String, from other: Directory, as new: String
    ) throws(SystemCallFailure) {
        do throws(SystemCallFailure) {
            _ = try call {
                my_docker_network_rename(
                    other.number, ForeignText.cString(old), number, ForeignText.cString(new), 1)
            }
        } catch {
            // Not every file system can look and rename at once.
            guard error.code == EINVAL || error.code == ENOSYS else { throw error }
            guard try status(of: new) == nil else { throw SystemCallFailure(code: EEXIST) }
            _ = try call {
                renameat(other.number, ForeignText.cString(old), number, ForeignText.cString(new))
            }
        }
    }

    /// Makes a directory that nobody but this process's user may use, and opens it.
    ///
    /// - Throws: `SystemCallFailure`: `EPERM` where others put another one in its place.
    package func makePrivate(_ name: String) throws(SystemCallFailure) -> Directory {
        _ = try call { mkdirat(number, ForeignText.cString(name), 0o700) }
        return try openPrivate(name)
    }

    /// Opens a directory that nobody but this process's user may use.
    ///
    /// - Throws: `SystemCallFailure`: `EPERM` where it is no such directory.
    package func openPrivate(_ name: String) throws(SystemCallFailure) -> Directory {
        guard let made = try locate(name) else { throw SystemCallFailure(code: ENOENT) }
        let status = try made.status()
        guard status.kind == .directory, status.user == user, status.mode & 0o077 == 0 else {
            throw SystemCallFailure(code: EPERM)
        }
        return try Directory(adopting: made)
    }

    /// Makes a directory (0755), and returns it opened with `O_PATH`; one that is there already is
    /// left as it is.
    func makeDirectory(
        _ name: String, whateverUmask: Bool
    ) throws(SystemCallFailure) -> FileDescriptor {
        do throws(SystemCallFailure) {
            _ = try call { mkdirat(number, ForeignText.cString(name), 0o755) }
        } catch {
            guard error.code == EEXIST else { throw error }
            return try openDirectory(name)
        }
        let made = try openDirectory(name)
        let status = try made.status()
        guard whateverUmask, status.mode & 0o777 != 0o755 else { return made }
        // As the owner of this directory: another one that was put in its place stays as it is.
        guard status.user == user else { throw SystemCallFailure(code: EPERM) }
        let new = made.number
        _ = try call { my_docker_network_set_mode(new, 0o755) }
        return made
    }

    /// Opens a directory in it with `O_PATH`.
    ///
    /// - Throws: `SystemCallFailure`: `ENOTDIR` also for a symbolic link.
    func openDirectory(_ name: String) throws(SystemCallFailure) -> FileDescriptor {
        let flags = my_docker_network_path_only | O_DIRECTORY | O_NOFOLLOW
        return FileDescriptor(
            adopting: try look {
                my_docker_network_open_at(number, ForeignText.cString(name), flags, 0)
            })
    }

    /// Returns when the names in it survive a power cut.
    package func synchronize() throws(SystemCallFailure) {
        let flags = O_RDONLY | O_DIRECTORY
        let opened = FileDescriptor(
            adopting: try look { my_docker_network_open_at(number, ".", flags, 0) })
        try opened.synchronize()
    }

    // MARK: - Rights

    private func call(
        mayStay: Bool = false, _ call: () -> Int32
    ) throws(SystemCallFailure) -> Int32 {
        guard let owner else { return try FileDescriptor.retrying(call) }
        return try owner.perform(mayStay: mayStay, call)
    }

    /// Makes a call that changes nothing, as root if this process may not become another user.
    private func look(_ call: () -> Int32) throws(SystemCallFailure) -> Int32 {
        try self.call(mayStay: true, call)
    }
}

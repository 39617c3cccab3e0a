package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Replaces whole files so that no reader ever sees half of one.
///
/// The bytes go to a temporary file in the same directory, which is then renamed over the old
/// one (rename(2) is atomic). Mode, owner and extended attributes of the old file stay; a new one gets 0644 whatever
/// the umask, since dnsmasq reads as nobody. A group that this user is no member of stays only
/// where it has rights that others have not: then the file cannot be replaced. Of a symbolic link the target is replaced.
///
/// A file that is itself a mount point, as /etc/hosts is in a container, cannot be renamed over
/// and is written in place: the only case in which a reader may see it half written.
package enum FileWriter {
    /// What has to survive.
    package enum Durability: Sendable {
        /// The rename is atomic for every reader, and the end of this process loses nothing.
        ///
        /// A power cut may lose the last writes, or leave a file empty. Enough where the content
        /// heals by itself and many files are written at once: what `fsync` adds was measured at
        /// 0.35 ms a file on a virtual disk that answers from its cache, and a disk that does
        /// not takes milliseconds.
        case rename
        /// A power cut leaves the old or the new content.
        case power
    }

    /// Makes the file hold these bytes.
    ///
    /// - Throws: `SinkError`; the file is then as it was, unless it is a mount point.
    package static func replace(
        _ path: String, with bytes: [UInt8], durability: Durability
    ) throws(SinkError) {
        let target = try target(of: path)
        do throws(SystemCallFailure) {
            try replace(target: target, with: bytes, durability: durability)
        } catch {
            throw error.error(cannot: "write", path)
        }
    }

    /// Makes a new file without an event that tells of its content: who watches the directory
    /// (inotify(7)) gets no more than `IN_CREATE`.
    ///
    /// - Throws: `SinkError` where it cannot be made, or is there already.
    package static func createUnseen(_ path: String, with bytes: [UInt8]) throws(SinkError) {
        let temporary = "\(FilePath.directory(of: path))/\(TemporaryName.next())"
        defer { unlink(temporary) }
        do throws(SystemCallFailure) {
            try create(temporary, bytes, like: nil, at: path, durability: .rename)
            guard link(temporary, path) == 0 else { throw .last }
        } catch {
            throw error.error(cannot: "make", path)
        }
    }

    /// Removes a file; one that is not there is none the worse for it.
    ///
    /// - Throws: `SinkError` where it stays.
    package static func remove(_ path: String) throws(SinkError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw SystemCallFailure.last.error(cannot: "remove", path)
    }

    /// Makes whoever watches a file (inotify(7), `IN_CLOSE_WRITE`) read it again.
    ///
    /// Neither its content nor its times change. A file that is not there needs nobody's reading.
    ///
    /// - Throws: `SinkError` where it cannot be opened.
    package static func touch(_ path: String) throws(SinkError) {
        do throws(SystemCallFailure) {
            _ = try FileDescriptor(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            guard error.code != ENOENT else { return }
            throw error.error(cannot: "open", path)
        }
    }

    /// Where a path's symbolic links lead.
    ///
    /// - Throws: `SinkError` where they lead nowhere.
    static func target(of path: String) throws(SinkError) -> String {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
        guard let resolved = realpath(path, nil) else {
            throw SystemCallFailure.last.error(cannot: "follow the symbolic link", path)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func replace(
        target: String, with bytes: [UInt8], durability: Durability
    ) throws(SystemCallFailure) {
        let old = try attributes(of: target)
        let directory = FilePath.directory(of: target)
        let temporary = "\(directory)/\(TemporaryName.next())"
        do throws(SystemCallFailure) {
            try create(temporary, bytes, like: old, at: target, durability: durability)
            guard rename(temporary, target) == 0 else { throw .last }
        } catch {
            unlink(temporary)
            guard old != nil, [EBUSY, EXDEV, EROFS].contains(error.code) else { throw error }
            return try InPlaceWriter.write(bytes, to: target, durability: durability)
        }
        guard durability == .power else { return }
        try FileDescriptor(directory, O_RDONLY | O_DIRECTORY).synchronize()
    }

    /// Mode and owner of what is there; nil: nothing is.
    static func attributes(of target: String) throws(SystemCallFailure) -> stat? {
        var status = stat()
        guard lstat(target, &status) == 0 else {
            guard errno == ENOENT else { throw .last }
            return nil
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return status
        case S_IFDIR: throw SystemCallFailure(code: EISDIR)
        case S_IFLNK: throw SystemCallFailure(code: ELOOP)
        default: throw SystemCallFailure(code: EEXIST)
        }
    }

    /// Whether a file of this user's means the same with another group: who is no member of the
    /// old one cannot keep it.
    private static func isGroupIdle(_ old: stat) -> Bool {
        let groupRights = old.st_mode >> 3 & 0o7
        return old.st_uid == geteuid() && groupRights & ~(old.st_mode & 0o7) == 0
    }

    /// Whether a file lies on another file system than its directory, as a file that is bound into
    /// a container does.
    static func isMountPoint(_ target: String) throws(SystemCallFailure) -> Bool {
        var file = stat()
        var directory = stat()
        guard lstat(target, &file) == 0, lstat(FilePath.directory(of: target), &directory) == 0
        else { throw .last }
        return file.st_dev != directory.st_dev
    }

    /// Makes a new file with the owner, mode and extended attributes of one that is there.
    static func create(
        _ temporary: String, _ bytes: [UInt8], like old: stat?, at target: String,
        durability: Durability
    ) throws(SystemCallFailure) {
        let file = try FileDescriptor(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        try file.writeAll(bytes)
        // The owner first: changing it takes mode bits away.
        if let old, old.st_uid != geteuid() || old.st_gid != getegid() {
            guard fchown(file.number, old.st_uid, old.st_gid) == 0 || isGroupIdle(old) else {
                throw .last
            }
        }
        if old != nil { try ExtendedAttributes.copy(from: target, to: file) }
        // After the access control list, which leaves other bits for the group where it goes.
        guard fchmod(file.number, (old?.st_mode ?? 0o644) & 0o7777) == 0 else { throw .last }
        if durability == .power { try file.synchronize() }
    }
}

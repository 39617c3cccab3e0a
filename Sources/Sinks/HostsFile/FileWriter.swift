package import DockerNetwork
package import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Replaces whole files so that no reader ever sees half of one.
///
/// The bytes go to a temporary file in the same directory, which is then renamed over the old
/// one (rename(2) is atomic). Mode, owner and extended attributes of the old file stay, but for what
/// lets a program run with other rights; a new one gets 0644 whatever the umask, since dnsmasq reads as
/// nobody. A group that this user is no member of stays only where it has rights that others have not:
/// then the file cannot be replaced. Of a symbolic link the target is replaced, where `PathWalk`
/// follows it.
///
/// In a directory of another user's, root works as that user (`Directory`); a file of root's there
/// becomes that user's, who could have replaced it too.
///
/// A file that is itself a mount point, as /etc/hosts is in a container, cannot be renamed over
/// and is written in place: the only case in which a reader may see it half written.
package enum FileWriter {
    /// The event that a written file survives.
    package enum Durability: Sendable {
        /// The rename is atomic for every reader, and the end of this process loses nothing.
        ///
        /// A power cut may lose the last writes, or leave a file empty. Enough where the content
        /// repairs itself and many files are written at once: what `fsync` adds was measured at
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
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            try replace(name, in: directory, with: bytes, durability: durability)
        } catch {
            throw error.error(cannot: "write", path)
        }
    }

    /// Makes a file of an open directory hold these bytes; a symbolic link is not followed.
    ///
    /// - Throws: `SystemCallFailure`; the file is then as it was, unless it is a mount point.
    static func replace(
        _ name: String, in directory: Directory, with bytes: [UInt8], durability: Durability
    ) throws(SystemCallFailure) {
        let temporary = TemporaryName.next()
        let old = try OldFile(name, in: directory)
        do throws(SystemCallFailure) {
            _ = try create(temporary, in: directory, bytes, like: old, durability: durability)
            try directory.rename(temporary, to: name)
        } catch {
            try? directory.remove(temporary)
            guard old != nil, [EBUSY, EXDEV, EROFS].contains(error.code) else { throw error }
            return try InPlaceWriter.write(bytes, to: name, in: directory, durability: durability)
        }
        guard durability == .power else { return }
        try directory.synchronize()
    }

    /// Makes a new file without an event that tells of its content: who watches the directory
    /// (inotify(7)) gets no more than `IN_CREATE`.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - directory: The directory.
    ///   - path: The directory's path, for the error.
    ///   - bytes: What it holds.
    /// - Throws: `SinkError` where it cannot be made, or is there already.
    package static func createUnseen(
        _ name: String, in directory: Directory, at path: String, with bytes: [UInt8]
    ) throws(SinkError) {
        let temporary = TemporaryName.next()
        defer { try? directory.remove(temporary) }
        do throws(SystemCallFailure) {
            _ = try create(temporary, in: directory, bytes, like: nil, durability: .rename)
            try directory.link(temporary, to: name)
        } catch {
            throw error.error(cannot: "make", "\(path)/\(name)")
        }
    }

    /// Removes a file; one that is not there is none the worse for it.
    ///
    /// - Throws: `SinkError` where it stays.
    package static func remove(
        _ name: String, in directory: Directory, at path: String
    ) throws(SinkError) {
        do throws(SystemCallFailure) {
            try directory.remove(name)
        } catch {
            throw error.error(cannot: "remove", "\(path)/\(name)")
        }
    }

    /// Makes whoever watches a file (inotify(7), `IN_CLOSE_WRITE`) read it again.
    ///
    /// Neither its content nor its times change. A file that is not there needs nobody's reading.
    ///
    /// - Throws: `SinkError` where it cannot be opened.
    package static func touch(
        _ name: String, in directory: Directory, at path: String
    ) throws(SinkError) {
        do throws(SystemCallFailure) {
            _ = try directory.open(name, O_WRONLY)
        } catch {
            throw error.error(cannot: "open", "\(path)/\(name)")
        }
    }

    /// Makes a new file with the owner, mode and extended attributes of one that is there.
    ///
    /// - Returns: The file: what is done to it later is not done to another of its name.
    static func create(
        _ temporary: String, in directory: Directory, _ bytes: [UInt8],
        like old: OldFile?, durability: Durability
    ) throws(SystemCallFailure) -> FileDescriptor {
        let file = try directory.create(temporary, mode: 0o600)
        try file.writeAll(bytes)
        // The owner first: changing it takes mode bits away.
        try old?.giveOwner(to: file)
        try old?.giveAttributes(to: file)
        // After the access control list, which leaves other bits for the group where it goes.
        guard fchmod(file.number, mode_t(old?.mode ?? 0o644)) == 0 else { throw .last }
        if durability == .power { try file.synchronize() }
        return file
    }
}

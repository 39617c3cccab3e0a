package import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Changes a file that other programs change too, and loses nothing that they write.
///
/// The new content is exchanged with the old at one instant (renameat2(2)). Who opened the old file
/// before may write it yet: as long as anybody has it open for writing it is waited for, no longer
/// than a second. Then what came out is compared with what was read: what was appended meanwhile is
/// appended to the new file, and after any other change the file goes back; in either case the change
/// is made again on that, unless somebody appends each time.
///
/// What is not seen: a program that opens the file, waits more than a second and then writes what it
/// opened; and on file systems without leases (fcntl(2), `F_SETLEASE`; or where the file belongs to
/// another user and this one has no `CAP_LEASE`) one that writes after the comparison. Where the file
/// system cannot exchange, or the file is a mount point and is written in place, what was read is
/// compared just before, and who writes in that moment may be lost.
package struct SharedFile {
    /// The maximum number of attempts: a process that writes without pause stops sooner or later.
    private static let mostAttempts = 100

    /// Makes a file hold what a change makes of its content; mode, owner and extended attributes
    /// stay.
    ///
    /// - Parameters:
    ///   - path: The file; of a symbolic link, its target. One that does not exist counts as empty.
    ///   - change: Makes the new content of the old one; it may be asked again.
    /// - Returns: Whether anything was written.
    /// - Throws: `SinkError`; the file is then as others left it.
    @discardableResult
    package static func edit(
        _ path: String, _ change: ([UInt8]) -> [UInt8]
    ) throws(SinkError) -> Bool {
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            return try SharedFile(directory: directory, name: name).edit(change)
        } catch {
            if error == alwaysWritten {
                throw SinkError("cannot write \(path): another program writes it all the time")
            }
            throw error.error(cannot: "write", path)
        }
    }

    private let directory: Directory
    private let name: String

    /// Stands for what no system call says.
    private static let alwaysWritten = SystemCallFailure(code: EAGAIN)

    private func edit(_ change: ([UInt8]) -> [UInt8]) throws(SystemCallFailure) -> Bool {
        var isFollowed = false
        for _ in 0..<Self.mostAttempts {
            isFollowed = false
            let old = try OldFile(name, in: directory)
            let bytes = try old?.readAll(limit: FileReader.limit)
            let new = change(bytes ?? [])
            guard new != bytes ?? [] else { return false }
            if try replace(bytes, old, by: new, &isFollowed) { return true }
        }
        // The new content is there, and behind it what others append without end.
        if isFollowed { return true }
        throw Self.alwaysWritten
    }

    /// Replaces the content unless another program was faster, and returns whether it did.
    // `isFollowed` is set where it is there all the same, with what was appended meanwhile behind it.
    private func replace(
        _ old: [UInt8]?, _ file: OldFile?, by new: [UInt8], _ isFollowed: inout Bool
    ) throws(SystemCallFailure) -> Bool {
        do throws(SystemCallFailure) {
            return try exchange(old, file, for: new, &isFollowed)
        } catch {
            // Where no file may be made beside it, a mount point can still be written.
            guard [EACCES, EPERM, EROFS].contains(error.code), let old,
                let file = try directory.open(name, O_RDONLY),
                try InPlaceWriter.isMountPoint(file, in: directory)
            else { throw error }
            return try writeInPlace(old, by: new)
        }
    }

    private func exchange(
        _ old: [UInt8]?, _ file: OldFile?, for new: [UInt8], _ isFollowed: inout Bool
    ) throws(SystemCallFailure) -> Bool {
        let temporary = TemporaryName.next()
        defer { try? directory.remove(temporary) }
        // Not open for writing: whoever takes its place in turn would wait for that.
        let successor = try FileWriter.create(
            temporary, in: directory, new, like: file, durability: .power
        ).handle()
        guard let old, let status = file?.status else { return try create(from: temporary) }
        // Making the file took a while, in which others may have written: the exchange below
        // finds out too, but must then guess what to keep if somebody writes yet again.
        guard isSame(name, old, status) else { return false }
        do throws(SystemCallFailure) {
            try directory.exchange(temporary, name)
        } catch {
            return try replaceWithoutExchange(old, by: new, from: temporary, error)
        }
        let displaced = DisplacedFile(directory: directory, name: temporary, content: old)
        displaced.settle()
        guard isSame(temporary, old, status) else {
            if let now = content(of: temporary), isSame(temporary, now, status),
                displaced.passOn(now, to: successor)
            {
                isFollowed = true
                return false
            }
            // Ours comes out again, unless somebody has replaced that too: then theirs stays.
            if isSame(name, new, status) { try? directory.exchange(temporary, name) }
            return false
        }
        try directory.synchronize()
        return true
    }

    /// Makes a file that was not there; one that another program made meanwhile stays.
    private func create(from temporary: String) throws(SystemCallFailure) -> Bool {
        do throws(SystemCallFailure) {
            try directory.link(temporary, to: name)
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
        try directory.synchronize()
        return true
    }

    private func replaceWithoutExchange(
        _ old: [UInt8], by new: [UInt8], from temporary: String, _ failure: SystemCallFailure
    ) throws(SystemCallFailure) -> Bool {
        switch failure.code {
        case ENOENT:
            return false
        case EBUSY, EXDEV, EROFS:
            return try writeInPlace(old, by: new)
        case EINVAL, ENOSYS:
            guard content(of: name) == old else { return false }
            try directory.rename(temporary, to: name)
            try directory.synchronize()
            return true
        default:
            throw failure
        }
    }

    private func writeInPlace(
        _ old: [UInt8], by new: [UInt8]
    ) throws(SystemCallFailure) -> Bool {
        guard content(of: name) == old else { return false }
        try InPlaceWriter.write(new, to: name, in: directory, durability: .power)
        return true
    }

    /// Whether a file has this content still, and mode and owner as they were.
    private func isSame(_ name: String, _ bytes: [UInt8], _ status: FileStatus) -> Bool {
        guard let file = try? OldFile(name, in: directory),
            (try? file.readAll(limit: FileReader.limit)) == bytes
        else { return false }
        return file.status.mode == status.mode && file.status.user == status.user
            && file.status.group == status.group
    }

    private func content(of name: String) -> [UInt8]? {
        try? OldFile(name, in: directory)?.readAll(limit: FileReader.limit)
    }
}

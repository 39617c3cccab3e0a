internal import CFiles
package import DockerNetwork

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
package enum SharedFile {
    /// Who writes without pause gets out of the way sooner or later.
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
        let target = try FileWriter.target(of: path)
        var isFollowed = false
        for _ in 0..<mostAttempts {
            isFollowed = false
            let old = try FileReader.read(target)
            let new = change(old ?? [])
            guard new != old ?? [] else { return false }
            do throws(SystemCallFailure) {
                if try replace(old, by: new, at: target, &isFollowed) { return true }
            } catch {
                throw error.error(cannot: "write", path)
            }
        }
        // The new content is there, and behind it what others append without end.
        if isFollowed { return true }
        throw SinkError("cannot write \(path): another program writes it all the time")
    }

    /// Replaces the content unless another program was faster, and returns whether it did.
    // `isFollowed` is set where it is there all the same, with what was appended meanwhile behind it.
    private static func replace(
        _ old: [UInt8]?, by new: [UInt8], at target: String, _ isFollowed: inout Bool
    ) throws(SystemCallFailure) -> Bool {
        let temporary = "\(FilePath.directory(of: target))/\(TemporaryName.next())"
        do throws(SystemCallFailure) {
            let attributes = try FileWriter.attributes(of: target)
            try FileWriter.create(temporary, new, like: attributes, at: target, durability: .power)
            defer { unlink(temporary) }
            guard old != nil, let attributes else {
                return try create(target, from: temporary)
            }
            // Making the file took a while, in which others may have written: the exchange below
            // finds out too, but must then guess what to keep if somebody writes yet again.
            guard isSame(target, old, attributes) else { return false }
            guard my_docker_network_exchange(temporary, target) == 0 else {
                return try replaceWithoutExchange(
                    old ?? [], by: new, from: temporary, at: target, errno)
            }
            let displaced = DisplacedFile(path: temporary, content: old ?? [])
            displaced.settle()
            guard isSame(temporary, old, attributes) else {
                if let now = content(of: temporary), isSame(temporary, now, attributes),
                    displaced.passOn(now, to: target)
                {
                    isFollowed = true
                    return false
                }
                // Ours comes out again, unless somebody has replaced that too: then theirs stays.
                if isSame(target, new, attributes) {
                    _ = my_docker_network_exchange(temporary, target)
                }
                return false
            }
            try synchronizeDirectory(of: target)
            return true
        } catch {
            // Where no file may be made beside it, a mount point can still be written.
            guard [EACCES, EPERM, EROFS].contains(error.code), let old,
                try FileWriter.isMountPoint(target)
            else { throw error }
            return try writeInPlace(old, by: new, at: target)
        }
    }

    /// Makes a file that was not there; one that another program made meanwhile stays.
    private static func create(
        _ target: String, from temporary: String
    ) throws(SystemCallFailure) -> Bool {
        guard link(temporary, target) == 0 else {
            guard errno == EEXIST else { throw .last }
            return false
        }
        try synchronizeDirectory(of: target)
        return true
    }

    private static func replaceWithoutExchange(
        _ old: [UInt8], by new: [UInt8], from temporary: String, at target: String, _ code: Int32
    ) throws(SystemCallFailure) -> Bool {
        switch code {
        case ENOENT:
            return false
        case EBUSY, EXDEV, EROFS:
            return try writeInPlace(old, by: new, at: target)
        case EINVAL, ENOSYS:
            guard content(of: target) == old else { return false }
            guard rename(temporary, target) == 0 else { throw .last }
            try synchronizeDirectory(of: target)
            return true
        default:
            throw SystemCallFailure(code: code)
        }
    }

    private static func writeInPlace(
        _ old: [UInt8], by new: [UInt8], at target: String
    ) throws(SystemCallFailure) -> Bool {
        guard content(of: target) == old else { return false }
        try InPlaceWriter.write(new, to: target, durability: .power)
        return true
    }

    /// Whether a file has this content still, and mode and owner as they were.
    private static func isSame(_ path: String, _ bytes: [UInt8]?, _ attributes: stat) -> Bool {
        guard let now = try? FileWriter.attributes(of: path), content(of: path) == bytes
        else { return false }
        return now.st_mode == attributes.st_mode && now.st_uid == attributes.st_uid
            && now.st_gid == attributes.st_gid
    }

    private static func content(of path: String) -> [UInt8]? {
        (try? FileReader.read(path)) ?? nil
    }

    private static func synchronizeDirectory(of target: String) throws(SystemCallFailure) {
        try FileDescriptor(FilePath.directory(of: target), O_RDONLY | O_DIRECTORY).synchronize()
    }
}

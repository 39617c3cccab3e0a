internal import CDockerNetworkSystem
package import DockerNetwork
package import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Replaces files of one directory as `FileWriter` does with `.rename`, without making a new file
/// each time.
///
/// What a file is replaced by takes its name, and the old file takes the other's (renameat2(2)),
/// to be written with what comes next. Making, flushing and removing a file each time was measured
/// at 0.2 to 2 ms on ext4, the more the busier the disk; this at 0.015 ms.
///
/// A reader that opened the old file must not see it written: it is written only where nobody has
/// it open (fcntl(2), `F_SETLEASE`), else a new one is made. After a power cut a file may also
/// hold what the spare one held: an older state of another.
package struct SpareFile: Sendable {
    private var spare: String?

    /// Creates nothing: the file is made when it is needed.
    package init() {}

    /// Makes a file of a directory hold these bytes.
    ///
    /// - Parameters:
    ///   - name: The file's name; a symbolic link is not followed.
    ///   - directory: The directory, the same each time.
    ///   - path: The directory's path, for the error.
    ///   - bytes: What it shall hold.
    /// - Throws: `SinkError`; the file is then as it was, unless it is a mount point.
    package mutating func replace(
        _ name: String, in directory: Directory, at path: String, with bytes: [UInt8]
    ) throws(SinkError) {
        do throws(SystemCallFailure) {
            if try exchange(name, in: directory, bytes) { return }
        } catch {
            // Whatever is wrong with the spare one, a new one may do; what is wrong with the
            // directory is said by that.
            discard(in: directory)
        }
        do throws(SystemCallFailure) {
            try FileWriter.replace(name, in: directory, with: bytes, durability: .rename)
        } catch {
            throw error.error(cannot: "write", "\(path)/\(name)")
        }
    }

    /// Removes the spare file.
    package mutating func discard(in directory: Directory?) {
        if let spare { try? directory?.remove(spare) }
        spare = nil
    }

    /// Returns whether it could be done by exchange.
    private mutating func exchange(
        _ name: String, in directory: Directory, _ bytes: [UInt8]
    ) throws(SystemCallFailure) -> Bool {
        guard let old = try OldFile(name, in: directory), old.status.links == 1,
            !old.hasAttributes
        else { return false }
        let source: String
        if let spare, try Self.write(bytes, to: spare, in: directory, like: old.status) {
            source = spare
        } else {
            discard(in: directory)
            source = TemporaryName.next()
            spare = source
            _ = try FileWriter.create(
                source, in: directory, bytes, like: old, durability: .rename)
        }
        try directory.exchange(source, name)
        return true
    }

    /// Writes the spare file, and returns whether it can take the old file's place.
    private static func write(
        _ bytes: [UInt8], to name: String, in directory: Directory, like old: FileStatus
    ) throws(SystemCallFailure) -> Bool {
        guard let file = try directory.open(name, O_RDWR) else { return false }
        let status = try file.status()
        guard status.mode == old.mode, status.user == old.user, status.group == old.group,
            status.links == 1,
            my_docker_network_grants_lease(file.number, F_WRLCK) == 1
        else { return false }
        // Truncated at the end, not first: ext4 flushes what was emptied and written again.
        try file.writeAll(bytes)
        if status.size > bytes.count {
            _ = try FileDescriptor.retrying { ftruncate(file.number, off_t(bytes.count)) }
        }
        return true
    }
}

import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Overwrites a file that cannot be renamed over.
enum InPlaceWriter {
    /// Puts the bytes in the place of the file's own.
    ///
    /// A file that has to grow takes the space first, so that a full disk leaves the old content.
    ///
    /// - Throws: `SystemCallFailure`: `EBUSY` where it is no mount point: what can be renamed over is
    ///   never written in place, since it may be another name of somebody else's file.
    static func write(
        _ bytes: [UInt8], to name: String, in directory: Directory,
        durability: FileWriter.Durability
    ) throws(SystemCallFailure) {
        guard let file = try directory.open(name, O_RDWR) else {
            throw SystemCallFailure(code: ENOENT)
        }
        guard try isMountPoint(file, in: directory) else { throw SystemCallFailure(code: EBUSY) }
        try grow(file, to: off_t(bytes.count))
        try file.writeAll(bytes)
        try setSize(of: file, to: off_t(bytes.count))
        if durability == .power { try file.synchronize() }
    }

    /// Whether a file is mounted where it is, as one that is bound into a container.
    static func isMountPoint(
        _ file: borrowing FileDescriptor, in directory: Directory
    ) throws(SystemCallFailure) -> Bool {
        try mount(of: file.number) != mount(of: directory.number)
    }

    /// Returns the mount by which an open file was reached (proc(5), /proc/PID/fdinfo).
    private static func mount(of number: Int32) throws(SystemCallFailure) -> Substring? {
        let information = try FileDescriptor("/proc/self/fdinfo/\(number)", O_RDONLY)
        let text = String(decoding: try information.readAll(limit: 65_536), as: UTF8.self)
        return text.split(separator: "\n").first { $0.hasPrefix("mnt_id:") }
    }

    private static func grow(
        _ file: borrowing FileDescriptor, to size: off_t
    ) throws(SystemCallFailure) {
        let oldSize = try off_t(file.status().size)
        guard size > oldSize else { return }
        let code = posix_fallocate(file.number, oldSize, size - oldSize)
        guard code != 0 else { return }
        // Part of the space may be taken already.
        try setSize(of: file, to: oldSize)
        throw SystemCallFailure(code: code)
    }

    private static func setSize(
        of file: borrowing FileDescriptor, to size: off_t
    ) throws(SystemCallFailure) {
        let number = file.number
        _ = try FileDescriptor.retrying { ftruncate(number, size) }
    }
}

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
    static func write(
        _ bytes: [UInt8], to path: String, durability: FileWriter.Durability
    ) throws(SystemCallFailure) {
        let file = try FileDescriptor(path, O_WRONLY | O_NOFOLLOW)
        try grow(file, to: off_t(bytes.count))
        try file.writeAll(bytes)
        try setSize(of: file, to: off_t(bytes.count))
        if durability == .power { try file.synchronize() }
    }

    private static func grow(
        _ file: borrowing FileDescriptor, to size: off_t
    ) throws(SystemCallFailure) {
        let oldSize = try file.status().st_size
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

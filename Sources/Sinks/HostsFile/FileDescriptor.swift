#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file that is closed at the end of its scope, however the scope ends.
struct FileDescriptor: ~Copyable {
    /// The number, for calls that this type does not wrap.
    let number: Int32

    /// Opens a path, close-on-exec in any case.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemCallFailure) {
        number = try Self.retrying { open(path, flags | O_CLOEXEC, mode) }
    }

    deinit {
        close(number)
    }

    /// Reads from the start to the end.
    ///
    /// - Parameter limit: The number of bytes beyond which it fails with `EFBIG`.
    /// - Returns: The bytes.
    /// - Throws: `SystemCallFailure` where the system cannot read them.
    func readAll(limit: Int) throws(SystemCallFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = try Self.retrying { read(number, &chunk, chunk.count) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw SystemCallFailure(code: EFBIG) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes all of the bytes at the current position.
    func writeAll(_ bytes: [UInt8]) throws(SystemCallFailure) {
        var written = 0
        while written < bytes.count {
            written += try Self.retrying {
                bytes[written...].withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
            }
        }
    }

    /// What the system knows of the file.
    func status() throws(SystemCallFailure) -> stat {
        var status = stat()
        _ = try Self.retrying { fstat(number, &status) }
        return status
    }

    /// Returns when the file's content survives a power cut.
    func synchronize() throws(SystemCallFailure) {
        _ = try Self.retrying { fsync(number) }
    }

    /// Makes a call again as long as a signal interrupts it.
    static func retrying<Result: SignedInteger>(
        _ call: () -> Result
    ) throws(SystemCallFailure) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            guard errno == EINTR else { throw .last }
        }
    }
}

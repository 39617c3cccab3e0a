internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file that is closed at the end of its scope, however the scope ends.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The number, for calls that this type does not wrap.
    package let number: Int32

    /// Takes over an open file.
    package init(adopting number: Int32) {
        self.number = number
    }

    /// Opens a path, close-on-exec in any case.
    package init(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(SystemCallFailure) {
        number = try Self.retrying {
            open(ForeignText.cString(path), flags | O_CLOEXEC, mode)
        }
    }

    deinit {
        close(number)
    }

    /// Gives the open file away: whoever gets the number closes it.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Reads from the current position to the end.
    ///
    /// - Parameter limit: The number of bytes beyond which it fails with `EFBIG`.
    /// - Returns: The bytes.
    /// - Throws: `SystemCallFailure` where the system cannot read them.
    package func readAll(limit: Int) throws(SystemCallFailure) -> [UInt8] {
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
    package func writeAll(_ bytes: [UInt8]) throws(SystemCallFailure) {
        var written = 0
        while written < bytes.count {
            written += try Self.retrying {
                bytes[written...].withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
            }
        }
    }

    /// Returns the system's status of the file.
    package func status() throws(SystemCallFailure) -> FileStatus {
        var status = stat()
        _ = try Self.retrying { fstat(number, &status) }
        return FileStatus(status)
    }

    /// Returns when the file's content survives a power cut.
    package func synchronize() throws(SystemCallFailure) {
        _ = try Self.retrying { fsync(number) }
    }

    /// Changes the permission bits of the file.
    ///
    /// - Throws: `SystemCallFailure` where this user may not.
    package func setMode(_ mode: UInt32) throws(SystemCallFailure) {
        _ = try Self.retrying { my_docker_network_set_mode(number, mode) }
    }

    /// Changes the group of the file.
    ///
    /// - Throws: `SystemCallFailure` where this user may not.
    package func setGroup(_ group: UInt32) throws(SystemCallFailure) {
        _ = try Self.retrying { my_docker_network_set_group(number, group) }
    }

    /// Changes the owner and the group of the file.
    ///
    /// - Throws: `SystemCallFailure` where this user may not.
    package func setOwner(_ user: UInt32, group: UInt32) throws(SystemCallFailure) {
        _ = try Self.retrying { fchown(number, user, group) }
    }

    /// Returns the same file once more, only to name it: it does not open it.
    package func handle() throws(SystemCallFailure) -> FileDescriptor {
        FileDescriptor(
            adopting: try Self.retrying {
                my_docker_network_reopen(number, my_docker_network_path_only)
            })
    }

    /// A path that the kernel follows to this very file, whatever has its name by now.
    package var path: String { "/proc/self/fd/\(number)" }

    /// Makes a call again as long as a signal interrupts it.
    package static func retrying<Result: SignedInteger>(
        _ call: () -> Result
    ) throws(SystemCallFailure) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            guard errno == EINTR else { throw .last }
        }
    }
}

package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads whole files.
package enum FileReader {
    /// More than a hosts file of 100,000 names takes (16 MiB), and little enough to hold.
    private static let limit = 256 << 20

    /// The content of a file; nil: there is no such file.
    ///
    /// - Throws: `SinkError` where it cannot be read, or is no regular file.
    package static func read(_ path: String) throws(SinkError) -> [UInt8]? {
        do throws(SystemCallFailure) {
            // Without O_NONBLOCK, opening a FIFO waits for somebody who writes to it.
            let file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK)
            guard try file.status().st_mode & S_IFMT == S_IFREG else {
                throw SystemCallFailure(code: EINVAL)
            }
            return try file.readAll(limit: limit)
        } catch {
            if error.code == ENOENT { return nil }
            if error.code == EINVAL {
                throw SinkError("cannot read \(path): it is no regular file; choose another path")
            }
            throw error.error(cannot: "read", path)
        }
    }
}

package import DockerNetwork
package import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads whole files.
package enum FileReader {
    /// More than a hosts file of 1,000,000 names takes (160 MiB), and little enough to hold.
    package static let limit = 256 << 20

    /// The content of a file; nil: there is no such file.
    ///
    /// `PathWalk` says which symbolic links are followed.
    ///
    /// - Throws: `SinkError` where it cannot be read, or is no regular file.
    package static func read(_ path: String) throws(SinkError) -> [UInt8]? {
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            return try directory.open(name, O_RDONLY)?.readAll(limit: limit)
        } catch {
            if error.code == ENOENT { return nil }
            throw Self.error(error, path)
        }
    }

    /// The content of a file of an open directory; nil: there is no such file.
    ///
    /// - Parameters:
    ///   - name: Its name there; a symbolic link is not followed.
    ///   - directory: The directory.
    ///   - path: The directory's path, for the error.
    ///   - limit: The number of bytes beyond which it is not read.
    /// - Returns: Its bytes.
    /// - Throws: `SinkError` where it cannot be read, or is no regular file.
    package static func read(
        _ name: String, in directory: Directory, at path: String, limit: Int = limit
    ) throws(SinkError) -> [UInt8]? {
        do throws(SystemCallFailure) {
            return try directory.open(name, O_RDONLY)?.readAll(limit: limit)
        } catch {
            throw Self.error(error, "\(path)/\(name)")
        }
    }

    private static func error(_ failure: SystemCallFailure, _ path: String) -> SinkError {
        guard [EISDIR, EEXIST].contains(failure.code) else {
            return failure.error(cannot: "read", path)
        }
        return SinkError("cannot read \(path): it is no regular file; choose another path")
    }
}

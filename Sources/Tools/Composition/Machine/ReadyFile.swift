#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An empty file that says, by being there, that a program is ready.
package struct ReadyFile: Sendable {
    private let path: String

    /// Removes what an earlier run left, and checks that the file can be made later.
    ///
    /// Only an empty regular file is removed: whatever has bytes in it is somebody else's.
    ///
    /// - Parameter path: Where the file will be.
    /// - Throws: `ToolError` (64) where something else is there, or where the folder is missing or
    ///   may not be written.
    package init(_ path: String) throws(ToolError) {
        self.path = path
        var status = stat()
        if ForeignText.withCString(path, { lstat($0, &status) }) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 else {
                throw Self.error(
                    "\(Printable.quoted(path)) is there and no empty file; name another")
            }
            guard ForeignText.withCString(path, { unlink($0) }) == 0 else {
                throw Self.failure(path, errno)
            }
        } else if errno != ENOENT {
            throw Self.failure(path, errno)
        }
        let folder = Self.folder(of: path)
        guard ForeignText.withCString(folder, { access($0, W_OK | X_OK) }) == 0 else {
            throw Self.failure(path, errno)
        }
    }

    /// Makes the file.
    ///
    /// - Returns: nil, or why it could not be made.
    package func create() -> String? {
        // A link that somebody put there meanwhile would lead elsewhere.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = ForeignText.withCString(path) { open($0, flags, 0o644) }
        guard descriptor >= 0 else { return SystemText.describe(errno) }
        close(descriptor)
        return nil
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ path: String, _ number: Int32) -> ToolError {
        error(
            "\(Printable.quoted(path)) cannot be made: \(SystemText.describe(number)); "
                + "name a file in a folder that this user may write")
    }

    private static func error(_ message: String) -> ToolError {
        SettingSource.flag("--ready-file").error(message)
    }
}

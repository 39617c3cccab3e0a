internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Opens the file that a program's words are added to.
package enum LogFile {
    /// Opens a file for adding to its end, and makes it where it is missing.
    ///
    /// Where others may write to its folder they can put there what they like: a symbolic link that
    /// they may have made is not followed (`PathWalk`), and a file with another name, which may be
    /// somebody else's, gets nothing. A device, such as /dev/null, is one that the system made.
    ///
    /// - Throws: `ToolError` (78) where it cannot be opened.
    static func open(_ path: String) throws(ToolError) -> FileDescriptor {
        do throws(SystemCallFailure) {
            // The kernel's own links, to the streams that this program was started with.
            if ["/dev/stdout", "/dev/stderr", "/dev/null"].contains(path) {
                return try FileDescriptor(path, O_WRONLY | O_APPEND | O_NONBLOCK)
            }
            let (directory, name) = try PathWalk.file(path)
            guard let file = try directory.open(name, O_WRONLY | O_APPEND) else {
                let made = try directory.create(name, mode: 0o640)
                // What is made is not open for adding to its end.
                return try directory.reopen(made, O_WRONLY | O_APPEND)
            }
            guard try file.status().links <= 1 else { throw SystemCallFailure(code: EMLINK) }
            return file
        } catch {
            throw .configuration(
                path,
                "cannot be written: \(error.reason); "
                    + "run it as a user who may, or name another with --log-file")
        }
    }
}

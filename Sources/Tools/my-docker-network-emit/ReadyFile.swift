internal import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An empty file that says, by being there, that a program is ready.
///
/// Its folder is opened once: the file is made where it was checked. A symbolic link at its place is
/// never followed, nor is anything opened that is there already.
package struct ReadyFile: Sendable {
    private let directory: Directory
    private let name: String

    /// Removes what an earlier run left, and checks that the file can be made later.
    ///
    /// Only an empty regular file is removed: whatever has bytes in it is somebody else's.
    ///
    /// - Parameter path: Where the file will be.
    /// - Throws: `ToolError` (64) where something else is there, or where the folder is missing or
    ///   may not be written.
    package init(_ path: String) throws(ToolError) {
        do throws(SystemCallFailure) {
            directory = try Directory(Self.folder(of: path))
            name = path.split(separator: "/").last.map(String.init) ?? ""
            if let status = try directory.status(of: name) {
                guard status.kind == .regular, status.size == 0 else {
                    throw SystemCallFailure(code: EEXIST)
                }
                try directory.remove(name)
            }
            guard directory.isWritable() else { throw SystemCallFailure(code: EACCES) }
        } catch {
            throw Self.error(
                error.code == EEXIST
                    ? "\(Printable.path(path)) is there and no empty file; name another"
                    : "\(Printable.path(path)) cannot be made: "
                        + "\(error.reason); "
                        + "name a file in a folder that this user may write")
        }
    }

    /// Makes the file.
    ///
    /// - Returns: nil, or why it could not be made.
    package func create() -> String? {
        do throws(SystemCallFailure) {
            do throws(SystemCallFailure) {
                _ = try directory.create(name, mode: 0o644)
            } catch {
                // Made already, by an earlier call or by somebody who shares it.
                guard error.code == EEXIST, let status = try directory.status(of: name),
                    status.kind == .regular
                else { throw error }
            }
            return nil
        } catch {
            return error.reason
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func error(_ message: String) -> ToolError {
        SettingSource.flag("--ready-file").error(message)
    }
}

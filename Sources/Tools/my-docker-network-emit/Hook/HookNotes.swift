#if Docker
    internal import DockerNetworkProgram
    internal import DockerNetworkSystem

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// What was announced of containers that run: at a container's end its runtime tells its id alone.
    ///
    /// A file each, in a folder that nobody but this user may use: `/run/my-docker-network-hooks`, or
    /// one in XDG_RUNTIME_DIR where there is no right to that, as in a user's own containers.
    struct HookNotes: Sendable {
        private let directory: Directory

        private static let name = "my-docker-network-hooks"

        /// Opens the folder, which is made where it is missing.
        ///
        /// - Throws: `ToolError` where there is no place for it.
        init() throws(ToolError) {
            let user = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }
            var reason = ENOENT
            for path in ["/run", user].compactMap(\.self) where path.hasPrefix("/") {
                do throws(SystemCallFailure) {
                    directory = try Self.open(in: try Directory(path))
                    return
                } catch {
                    reason = error.code
                }
            }
            throw ContainerHook.error(
                "/run/\(Self.name)", "cannot be used (\(SystemCallFailure(code: reason).reason))")
        }

        private static func open(in parent: Directory) throws(SystemCallFailure) -> Directory {
            do throws(SystemCallFailure) {
                return try parent.makePrivate(name)
            } catch {
                guard error.code == EEXIST else { throw error }
                return try parent.openPrivate(name)
            }
        }

        /// Notes what is announced of a container, in the place of what was.
        func write(_ arguments: [String], of id: String) throws(ToolError) {
            do throws(SystemCallFailure) {
                try directory.remove(id)
                let file = try directory.create(id, mode: 0o600)
                try file.writeAll(Array(arguments.joined(separator: "\n").utf8))
            } catch {
                throw ContainerHook.error(
                    "a note of container \(id)",
                    "cannot be written (\(error.reason))")
            }
        }

        /// Takes what was announced of a container; nil: nothing was.
        func take(_ id: String) throws(ToolError) -> [String]? {
            do throws(SystemCallFailure) {
                guard let file = try directory.open(id, O_RDONLY) else { return nil }
                let bytes = try file.readAll(limit: 65_536)
                try directory.remove(id)
                return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(
                    String.init)
            } catch {
                throw ContainerHook.error(
                    "the note of container \(id)",
                    "cannot be read (\(error.reason))")
            }
        }
    }
#endif

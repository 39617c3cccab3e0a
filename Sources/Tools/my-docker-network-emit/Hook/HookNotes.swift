#if Docker
    package import DockerNetworkProgram
    package import DockerNetworkSystem

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// The announcements of containers that run: at a container's end its runtime tells its id alone.
    ///
    /// There is a file for each container, and one for the last announcement's number, in a folder that
    /// nobody but this user may use: `/run/my-docker-network-hooks`, or one in XDG_RUNTIME_DIR where
    /// there is no right to that, as in a user's own containers.
    package struct HookNotes: Sendable {
        private let directory: Directory

        private static let name = "my-docker-network-hooks"
        /// No container is called that: an id does not begin with a dot.
        private static let lastSequence = ".last-sequence"

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

        /// Notes in a folder of the caller's.
        package init(in directory: Directory) {
            self.directory = directory
        }

        /// Numbers the next announcement, and keeps its number.
        ///
        /// - Parameter time: In microseconds since 1970.
        /// - Returns: The time, or one more than the last number where the clock was set back since.
        /// - Throws: `ToolError` where the last number cannot be read or written.
        package func nextSequence(at time: Int64) throws(ToolError) -> Int64 {
            do throws(SystemCallFailure) {
                let file = try openLastSequence()
                var lock = flock()
                lock.l_type = Int16(F_WRLCK)
                lock.l_whence = Int16(SEEK_SET)
                _ = try FileDescriptor.retrying { fcntl(file.number, F_SETLKW, &lock) }
                let last = Int64(String(decoding: try file.readAll(limit: 64), as: UTF8.self))
                let next = max(time, (last ?? 0) &+ 1)
                // All numbers have as many digits: a write that is cut off leaves no other number.
                let digits = String(next)
                let text = String(repeating: "0", count: 19 - digits.utf8.count) + digits
                _ = try FileDescriptor.retrying { lseek(file.number, 0, SEEK_SET) }
                try file.writeAll(Array(text.utf8))
                return next
            } catch {
                throw ContainerHook.error(
                    "the last announcement's number", "is unknown (\(error.reason))")
            }
        }

        private func openLastSequence() throws(SystemCallFailure) -> FileDescriptor {
            do throws(SystemCallFailure) {
                return try directory.create(Self.lastSequence, mode: 0o600)
            } catch {
                guard error.code == EEXIST,
                    let file = try directory.open(Self.lastSequence, O_RDWR)
                else { throw error }
                return file
            }
        }

        /// Notes what is announced of a container, in the place of what was.
        package func write(_ arguments: [String], of id: String) throws(ToolError) {
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
        package func take(_ id: String) throws(ToolError) -> [String]? {
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

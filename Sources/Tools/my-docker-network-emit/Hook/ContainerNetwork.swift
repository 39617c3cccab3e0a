#if Docker
    internal import CDockerNetworkSystem
    internal import DockerNetworkProgram
    internal import DockerNetworkSystem

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// The network namespace of a process, and this thread's own.
    struct ContainerNetwork: ~Copyable {
        private let other: FileDescriptor
        private let own: FileDescriptor

        /// Whether it is another than this program's.
        let isOwn: Bool

        /// Opens both.
        ///
        /// - Throws: `ToolError` where the process is gone, or is none of this user's.
        static func of(process: Int32) throws(ToolError) -> Self {
            let other = try open("/proc/\(process)/ns/net")
            let own = try open("/proc/thread-self/ns/net")
            let isOwn = try !status(of: other).isSameFile(as: status(of: own))
            return Self(other: other, own: own, isOwn: isOwn)
        }

        private init(
            other: consuming FileDescriptor, own: consuming FileDescriptor, isOwn: Bool
        ) {
            self.other = other
            self.own = own
            self.isOwn = isOwn
        }

        private static func open(_ path: String) throws(ToolError) -> FileDescriptor {
            do throws(SystemCallFailure) {
                return try FileDescriptor(path, O_RDONLY)
            } catch {
                throw ContainerHook.error(
                    path, "cannot be opened (\(error.reason))")
            }
        }

        private static func status(
            of file: borrowing FileDescriptor
        ) throws(ToolError) -> FileStatus {
            do throws(SystemCallFailure) {
                return try file.status()
            } catch {
                throw ContainerHook.error(
                    "a network namespace", "is unknown (\(error.reason))")
            }
        }

        /// Does something in the namespace, on this thread, and comes back.
        func addresses<Value>(_ work: () throws(ToolError) -> Value) throws(ToolError) -> Value {
            guard isOwn else { return try work() }
            guard my_docker_network_enter_network(other.number) == 0 else {
                throw ContainerHook.error(
                    "the container's network",
                    "cannot be entered (\(SystemCallFailure.last.reason))")
            }
            defer { _ = my_docker_network_enter_network(own.number) }
            return try work()
        }
    }
#endif

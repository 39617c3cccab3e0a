import CDockerNetworkSystem
import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The other side of a connection, as the kernel describes it.
struct Peer {
    /// `uid:1000`: the effective user of the other side when it connected, or nil.
    let user: String?
    /// The user together with the control group of the process that connected, where that can be
    /// read: `uid:0 /docker/4f…`.
    let sender: Sender

    /// Asks the kernel about an open connection.
    init(of socket: CInt) {
        guard let number = UInt32(exactly: my_docker_network_socket_user(socket)) else {
            user = nil
            sender = .unknown
            return
        }
        let user = "uid:\(number)"
        self.user = user
        let group = Self.controlGroup(ofPeer: socket, user: number)
        sender = Sender(name: group.map { "\(user) \($0)" } ?? user)
    }

    /// The group of the process that connected, or nil: it has ended, is of another process
    /// namespace, or is hidden from this one.
    private static func controlGroup(ofPeer socket: CInt, user: UInt32) -> String? {
        let process = my_docker_network_socket_process(socket)
        guard process > 0 else { return nil }
        let handle = my_docker_network_socket_process_handle(socket)
        defer { if handle >= 0 { close(handle) } }
        let folder = open("/proc/\(process)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        guard let text = contents(of: "cgroup", in: folder) else { return nil }
        // The number may be another process's by now: the one that connected must still run, or
        // where the kernel cannot tell that, it must be the same user's.
        let isSame = handle >= 0 ? isRunning(handle) : effectiveUser(in: folder) == user
        return isSame ? ControlGroup.name(in: text) : nil
    }

    /// A process's descriptor can be read once it has ended.
    private static func isRunning(_ handle: CInt) -> Bool {
        var descriptor = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 0
    }

    private static func effectiveUser(in folder: CInt) -> UInt32? {
        let line = contents(of: "status", in: folder)?.split(separator: "\n")
            .first { $0.hasPrefix("Uid:") }
        let fields = line?.split(separator: "\t") ?? []
        return fields.count > 2 ? UInt32(fields[2]) : nil
    }

    /// The file's beginning as text, but for a line that is cut off.
    private static func contents(of name: String, in folder: CInt) -> String? {
        let file = my_docker_network_process_file(folder, name)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: ControlGroup.longestFile)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let lines = bytes.prefix(count)
        let end = lines.lastIndex(of: UInt8(ascii: "\n")) ?? lines.endIndex
        return String(decoding: lines[..<end], as: UTF8.self)
    }
}

internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A listening socket in the file system (unix(7)), and its place there.
///
/// Others may write to its directory. So the directory is opened once, the socket is made in a directory
/// in it that nobody else may use, gets its mode and group there, and is moved to its place only then.
/// No symbolic link in the directory is followed.
package final class SocketFile: Sendable {
    /// The kind of its connections.
    package enum Kind: Hashable, Sendable {
        /// Bytes.
        case stream
        /// Whole packets.
        case packets
    }

    /// The state of the place of a socket.
    package enum Place: Hashable, Sendable {
        /// The socket.
        case ours
        case nothing
        case another
    }

    /// A reason why a socket cannot be made.
    package enum Failure: Error, Hashable, Sendable {
        /// Another process listens there.
        case inUse
        /// Something else than a socket is there.
        case notSocket
        /// The system's own reason.
        case system(SystemCallFailure)
    }

    /// The longest path that every client can connect to, in bytes.
    package static let longestPath = 107
    /// The socket's name where it is made.
    private static let workName = "socket"

    private let descriptor: FileDescriptor
    private let directory: Directory
    private let path: String
    private let identity: FileStatus
    /// Its name in its directory.
    package let name: String

    /// Makes a socket, close-on-exec and non-blocking, and listens; one that a dead process left is
    /// replaced.
    ///
    /// - Parameters:
    ///   - path: Its absolute path.
    ///   - kind: What goes through its connections.
    ///   - mode: Its permission bits: connecting needs write permission.
    ///   - group: Its group; nil: this process's own.
    ///   - backlog: So many connections wait in the kernel until they are accepted; it may allow fewer.
    ///   - creation: Which directories are made where they are missing.
    /// - Throws: `Failure`.
    package init(
        _ path: String, _ kind: Kind, mode: UInt32, group: UInt32? = nil, backlog: Int32,
        creating creation: Directory.Creation
    ) throws(Failure) {
        self.path = path
        let parts = path.split(separator: "/")
        name = parts.last.map(String.init) ?? ""
        do throws(SystemCallFailure) {
            // Not as the directory's owner, who could then change what is made here.
            directory = try Directory(
                "/" + parts.dropLast().joined(separator: "/"), creating: creation,
                worksAsOwner: false)
            descriptor = FileDescriptor(
                adopting: try FileDescriptor.retrying { Self.open(kind) })
        } catch {
            throw .system(error)
        }
        let stale = try Self.leftover(name, kind, in: directory)
        Self.removeWorkshops(of: name, in: directory)
        do throws(SystemCallFailure) {
            identity = try Self.place(
                name, descriptor.number, mode, group, backlog, instead: stale, in: directory)
        } catch {
            throw error.code == EEXIST ? .inUse : .system(error)
        }
    }

    deinit {
        try? directory.remove(name, ifSameAs: identity)
    }

    /// The socket's number, for as long as this is held.
    package var number: Int32 { descriptor.number }

    /// The state of its path as clients find it.
    package var place: Place {
        guard let found = FileStatus(of: path) else { return .nothing }
        return found.isSameFile(as: identity) ? .ours : .another
    }

    /// Tells of changes in its directory; nil: the kernel does not.
    package func watchDirectory() -> DirectoryWatch? { try? DirectoryWatch(directory) }

    // MARK: - Making it

    private static func open(_ kind: Kind) -> Int32 {
        switch kind {
        case .stream: my_docker_network_open_socket(AF_UNIX, 1)
        case .packets: my_docker_network_socket()
        }
    }

    /// Makes the socket apart from its place, and moves it there.
    private static func place(
        _ name: String, _ number: Int32, _ mode: UInt32, _ group: UInt32?, _ backlog: Int32,
        instead stale: FileStatus?, in directory: Directory
    ) throws(SystemCallFailure) -> FileStatus {
        let workshopName = "\(prefix(of: name))\(getpid()).\(randomSuffix())"
        let workshop = try directory.makePrivate(workshopName)
        defer {
            try? workshop.remove(workName)
            try? directory.removeDirectory(workshopName)
        }
        let path = ForeignText.cString("\(workshop.path)/\(workName)")
        _ = try FileDescriptor.retrying { my_docker_network_use_path(number, path, 1) }
        guard let file = try workshop.locate(workName), try file.status().kind == .socket else {
            throw SystemCallFailure(code: ENOENT)
        }
        if let group { try file.setGroup(group) }
        try file.setMode(mode)
        _ = try FileDescriptor.retrying { listen(number, backlog) }
        let identity = try file.status()
        if let stale { try directory.remove(name, ifSameAs: stale) }
        try directory.take(workName, from: workshop, as: name)
        return identity
    }

    /// Returns what a dead process left at the place; nil: nothing is there.
    private static func leftover(
        _ name: String, _ kind: Kind, in directory: Directory
    ) throws(Failure) -> FileStatus? {
        let found: FileStatus?
        do throws(SystemCallFailure) {
            found = try directory.status(of: name)
        } catch {
            throw .system(error)
        }
        guard let found else { return nil }
        guard found.kind == .socket else { throw .notSocket }
        let number = open(kind)
        guard number >= 0 else { throw .system(.last) }
        let probe = FileDescriptor(adopting: number)
        let path = ForeignText.cString("\(directory.path)/\(name)")
        // Only these say that nobody listens: a full queue, or another kind of socket, has an owner.
        guard my_docker_network_use_path(probe.number, path, 0) != 0,
            errno == ECONNREFUSED || errno == ENOENT
        else { throw .inUse }
        return found
    }

    /// Returns the prefix of the directories in which a socket is made.
    private static func prefix(of name: String) -> String { ".\(name)." }

    private static func randomSuffix() -> String {
        String(UInt32.random(in: 60_466_176 ... .max / 2), radix: 36)
    }

    /// Removes what processes left that were killed while they made theirs.
    private static func removeWorkshops(of name: String, in directory: Directory) {
        let prefix = prefix(of: name)
        let names = try? directory.names { name in
            guard name.hasPrefix(prefix) else { return false }
            let process = name.dropFirst(prefix.count).split(separator: ".").first
            guard let number = process.flatMap({ pid_t($0) }), number > 0 else { return false }
            return kill(number, 0) != 0 && errno == ESRCH
        }
        for name in names ?? [] {
            try? directory.openPrivate(name).remove(workName)
            try? directory.removeDirectory(name)
        }
    }
}

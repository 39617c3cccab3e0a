internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A listening stream socket in the file system (unix(7)), and its place there.
///
/// Others may write to its directory. So the directory is opened once, the socket is made in a directory
/// in it that nobody else may use, gets its mode there, and is moved to its place only then. No symbolic
/// link in the directory is followed.
package final class SocketFile: Sendable {
    /// Why a socket cannot be made.
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
    /// So many connections wait in the kernel until they are accepted.
    private static let backlog: Int32 = 128
    /// The socket's name where it is made.
    private static let workName = "socket"

    private let descriptor: FileDescriptor
    private let directory: Directory
    private let name: String
    private let identity: FileStatus

    /// Makes a socket, close-on-exec and non-blocking, and listens; one that a dead process left is
    /// replaced.
    ///
    /// - Parameters:
    ///   - path: Its absolute path.
    ///   - mode: Its permission bits: connecting needs write permission.
    ///   - creation: Which directories are made where they are missing.
    /// - Throws: `Failure`.
    package init(
        _ path: String, mode: UInt32, creating creation: Directory.Creation
    ) throws(Failure) {
        let parts = path.split(separator: "/")
        name = parts.last.map(String.init) ?? ""
        do throws(SystemCallFailure) {
            // Not as the directory's owner, who could then change what is made here.
            directory = try Directory(
                "/" + parts.dropLast().joined(separator: "/"), creating: creation,
                worksAsOwner: false)
            descriptor = FileDescriptor(
                adopting: try FileDescriptor.retrying {
                    my_docker_network_open_socket(AF_UNIX, 1)
                })
        } catch {
            throw .system(error)
        }
        identity = try Self.place(descriptor.number, name, mode, in: directory)
    }

    deinit {
        try? directory.remove(name, ifSameAs: identity)
    }

    /// The socket's number, for as long as this is held.
    package var number: Int32 { descriptor.number }

    /// Whether clients still find it at its place.
    package var isInPlace: Bool {
        guard let found = try? directory.status(of: name) else { return false }
        return found.isSameFile(as: identity)
    }

    private static func place(
        _ number: Int32, _ name: String, _ mode: UInt32, in directory: Directory
    ) throws(Failure) -> FileStatus {
        let stale = try leftover(name, in: directory)
        do throws(SystemCallFailure) {
            let workshopName = ".\(name).\(getpid()).\(UInt32.random(in: .min ... .max))"
            let workshop = try directory.makePrivate(workshopName)
            defer {
                try? workshop.remove(workName)
                try? directory.removeDirectory(workshopName)
            }
            let identity = try make(number, mode, in: workshop)
            if let stale { try directory.remove(name, ifSameAs: stale) }
            try directory.take(workName, from: workshop, as: name)
            return identity
        } catch {
            throw error.code == EEXIST ? .inUse : .system(error)
        }
    }

    private static func make(
        _ number: Int32, _ mode: UInt32, in workshop: Directory
    ) throws(SystemCallFailure) -> FileStatus {
        let path = ForeignText.cString("\(workshop.path)/\(workName)")
        _ = try FileDescriptor.retrying { my_docker_network_use_path(number, path, 1) }
        guard let file = try workshop.locate(workName), try file.status().kind == .socket else {
            throw SystemCallFailure(code: ENOENT)
        }
        try file.setMode(mode)
        _ = try FileDescriptor.retrying { listen(number, backlog) }
        return try file.status()
    }

    /// What a dead process left at the place; nil: nothing is there.
    private static func leftover(
        _ name: String, in directory: Directory
    ) throws(Failure) -> FileStatus? {
        let found: FileStatus?
        do throws(SystemCallFailure) {
            found = try directory.status(of: name)
        } catch {
            throw .system(error)
        }
        guard let found else { return nil }
        guard found.kind == .socket else { throw .notSocket }
        let number = my_docker_network_open_socket(AF_UNIX, 1)
        guard number >= 0 else { throw .system(.last) }
        let probe = FileDescriptor(adopting: number)
        let path = ForeignText.cString("\(directory.path)/\(name)")
        // Only a refusal says that nobody listens: a full queue, or another kind of socket, has an owner.
        guard my_docker_network_use_path(probe.number, path, 0) != 0, errno == ECONNREFUSED else {
            throw .inUse
        }
        return found
    }
}

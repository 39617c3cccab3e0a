import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The socket that a host listens on, and its place in the file system.
///
/// Others may write to its folder. So nothing is reached by its path: the folder is opened once, the
/// socket is made in a directory in it that nobody else may use, gets its mode and group there, through
/// a descriptor, and is moved to its place only then. A symbolic link at its place, or at any name in
/// the folder, is never followed.
final class ListeningSocket {
    /// What is at the path.
    enum Place {
        case ours
        case nothing
        case another
    }

    let number: CInt
    private let configuration: UnixSocketConfiguration
    private let folder: Directory
    private let identity: FileStatus
    /// Tells of changes in the folder; nil where the kernel does not.
    private let watch: DirectoryWatch?

    /// So many wait to be accepted; the kernel may allow fewer (net.core.somaxconn).
    private static let backlog: CInt = 4_096

    /// Makes the socket apart from its place, gives it mode and group, and moves it there: nobody can
    /// connect before it listens and its mode is right.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there.
    init(_ configuration: UnixSocketConfiguration) throws(TransportError) {
        try configuration.checkPath()
        do throws(SystemCallFailure) {
            // Not as the folder's owner, who could then change what is made here.
            folder = try Directory(
                configuration.folder, creating: .last, worksAsOwner: false)
        } catch {
            throw configuration.cannotListen("open the socket's folder", error)
        }
        let number = my_docker_network_socket()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
        do throws(TransportError) {
            identity = try Self.place(number, configuration, in: folder)
        } catch {
            close(number)
            throw error
        }
        self.number = number
        self.configuration = configuration
        // It was there before: a change that comes first is seen by the first look.
        watch = try? DirectoryWatch(folder)
    }

    /// Removes the socket from its place, where it still is the one there.
    deinit {
        try? folder.remove(configuration.fileName, ifSameAs: identity)
        close(number)
    }

    // MARK: - Its place

    /// Whether emitters still find it.
    var place: Place {
        guard let found = FileStatus(of: configuration.path) else { return .nothing }
        return found.isSameFile(as: identity) ? .ours : .another
    }

    /// What becomes readable when something happens in the folder; nil: nothing does.
    var watchNumber: CInt? { watch?.number }

    /// Whether something happened at its place since it was last asked; nil: nobody can tell.
    var hasPlaceChanged: Bool? { watch?.hasSeen(configuration.fileName) }

    // MARK: - Making it

    private static func place(
        _ number: CInt, _ configuration: UnixSocketConfiguration, in folder: Directory
    ) throws(TransportError) -> FileStatus {
        let stale = try checkPlace(configuration, in: folder)
        removeLeftovers(of: configuration, in: folder)
        let name = "\(prefix(of: configuration))\(getpid()).\(randomSuffix())"
        do throws(SystemCallFailure) {
            let workshop = try folder.makePrivate(name)
            defer {
                try? workshop.remove(fileName)
                try? folder.removeDirectory(name)
            }
            let identity = try make(number, configuration, in: workshop)
            if let stale { try folder.remove(configuration.fileName, ifSameAs: stale) }
            try folder.take(fileName, from: workshop, as: configuration.fileName)
            return identity
        } catch {
            if error.code == EEXIST {
                throw configuration.error(.inUse, "another process has just taken its place")
            }
            throw configuration.cannotListen("make the socket", error)
        }
    }

    /// Makes the socket in a directory that is this process's alone.
    private static func make(
        _ number: CInt, _ configuration: UnixSocketConfiguration, in workshop: Directory
    ) throws(SystemCallFailure) -> FileStatus {
        guard my_docker_network_use_path(number, "\(workshop.path)/\(fileName)", 1) == 0 else {
            throw .last
        }
        guard let file = try workshop.locate(fileName), try file.status().kind == .socket else {
            throw SystemCallFailure(code: ENOENT)
        }
        if let group = configuration.group { try file.setGroup(group) }
        try file.setMode(UInt32(configuration.mode))
        guard listen(number, backlog) == 0 else { throw .last }
        return try file.status()
    }

    /// Looks whether the place is free.
    ///
    /// - Returns: What a dead process left there; nil: nothing is there.
    private static func checkPlace(
        _ configuration: UnixSocketConfiguration, in folder: Directory
    ) throws(TransportError) -> FileStatus? {
        let found: FileStatus?
        do throws(SystemCallFailure) {
            found = try folder.status(of: configuration.fileName)
        } catch {
            throw configuration.cannotListen("look at the socket's place", error)
        }
        guard let found else { return nil }
        guard found.kind == .socket else {
            throw configuration.error(
                .configuration, "what is there is no socket; remove it, or choose another path")
        }
        switch SocketOwner.find(at: "\(folder.path)/\(configuration.fileName)") {
        case .nobody: return found
        case .somebody(let owner):
            throw configuration.error(
                .inUse,
                "\(owner) listens there; stop it, or choose another path")
        }
    }

    /// The socket's name where it is made: the address that it is bound to ends in it.
    private static let fileName = "socket"

    /// What the directories in which sockets are made begin with.
    private static func prefix(of configuration: UnixSocketConfiguration) -> String {
        ".\(configuration.fileName)."
    }

    /// Removes what processes left that were killed while they made theirs.
    private static func removeLeftovers(
        of configuration: UnixSocketConfiguration, in folder: Directory
    ) {
        let prefix = prefix(of: configuration)
        let names = try? folder.names { name in
            guard name.hasPrefix(prefix) else { return false }
            let process = name.dropFirst(prefix.count).split(separator: ".").first
            guard let number = process.flatMap({ pid_t($0) }), number > 0 else { return false }
            return kill(number, 0) != 0 && errno == ESRCH
        }
        for name in names ?? [] {
            try? folder.openPrivate(name).remove(fileName)
            try? folder.removeDirectory(name)
        }
    }

    private static func randomSuffix() -> String {
        String(UInt32.random(in: 60_466_176 ... .max / 2), radix: 36)
    }
}

extension UnixSocketConfiguration {
    /// The folder that the socket is in.
    fileprivate var folder: String {
        let folder = path.dropLast(fileName.count)
        return folder == "/" ? "/" : String(folder.dropLast())
    }

    /// Its name there.
    fileprivate var fileName: String { path.split(separator: "/").last.map(String.init) ?? "" }

    fileprivate func cannotListen(
        _ action: String, _ failure: SystemCallFailure
    ) -> TransportError {
        let isShort = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC].contains(failure.code)
        return error(
            isShort ? .unreachable : .configuration,
            "cannot \(action): \(failure.reason); its folder must be there and writable for this "
                + "user")
    }
}

internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A walk along a path: the directory that was reached, and the names that are to come.
struct Steps: ~Copyable {
    /// The maximum number of links, as many as the kernel follows (path_resolution(7)).
    private static let mostLinks = 40

    private var reached: FileDescriptor
    /// The names to come, the next one last.
    private var names: [String]
    private(set) var links = 0
    /// Whether the last name must be a directory's.
    private(set) var endsWithSlash: Bool

    /// Starts at the root, or at the working directory.
    init(_ path: String) throws(SystemCallFailure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw SystemCallFailure(code: ENOENT) }
        reached = try Self.start(path)
        names = Self.names(in: path)
        endsWithSlash = path.hasSuffix("/")
    }

    /// Whether no name is to come.
    var isAtEnd: Bool { names.isEmpty }

    /// Takes the next name.
    mutating func next() -> String? { names.popLast() }

    /// The directory that was reached.
    consuming func finish() -> FileDescriptor { reached }

    /// Goes into a directory, or along a link.
    mutating func enter(
        _ name: String, creating creation: Directory.Creation, isLast: Bool
    ) throws(SystemCallFailure) {
        do throws(SystemCallFailure) {
            reached = try Self.open(name, in: reached)
        } catch {
            switch error.code {
            case ENOENT where creation == .all || (creation == .last && isLast):
                try make(name, whateverUmask: creation == .all)
            // Of a link that is not to be followed, O_DIRECTORY says the same as of a file.
            case ENOTDIR, ELOOP:
                guard try followLink(name) else { throw error }
            default: throw error
            }
        }
    }

    /// Puts a link's target before the names to come, and returns whether it was a link.
    ///
    /// - Throws: `SystemCallFailure`: `ELOOP` where it is not followed.
    mutating func followLink(_ name: String) throws(SystemCallFailure) -> Bool {
        guard let link = try Self.link(name, in: reached) else { return false }
        guard links < Self.mostLinks, Self.isTrusted(link, in: try reached.status()) else {
            throw SystemCallFailure(code: ELOOP)
        }
        links += 1
        if !isAtEnd, my_docker_network_is_proc(reached.number) != 0 {
            // The kernel's own: its text need not be a path.
            reached = try Self.open(name, in: reached, following: true)
            return true
        }
        let target = try Self.target(of: name, in: reached)
        guard !target.isEmpty else { throw SystemCallFailure(code: ENOENT) }
        if target.hasPrefix("/") { reached = try Self.start(target) }
        if isAtEnd { endsWithSlash = endsWithSlash || target.hasSuffix("/") }
        names += Self.names(in: target)
        return true
    }

    /// Returns the system's status of a symbolic link; nil: it is none.
    private static func link(
        _ name: String, in directory: borrowing FileDescriptor
    ) throws(SystemCallFailure) -> FileStatus? {
        var status = stat()
        guard
            fstatat(directory.number, ForeignText.cString(name), &status, AT_SYMLINK_NOFOLLOW) == 0
        else {
            guard errno == ENOENT else { throw .last }
            return nil
        }
        let found = FileStatus(status)
        return found.kind == .symbolicLink ? found : nil
    }

    /// Whether only root and this user can have put a link where it is.
    private static func isTrusted(_ link: FileStatus, in directory: FileStatus) -> Bool {
        let isOurs = { (user: UInt32) in user == 0 || user == geteuid() }
        guard isOurs(directory.user) else { return false }
        let isStickyForLink = directory.mode & 0o1000 != 0 && isOurs(link.user)
        if directory.mode & 0o002 != 0 { return isStickyForLink }
        guard directory.mode & 0o020 != 0 else { return true }
        // A group of its owner's own lets nobody else in.
        let isOwnGroup = directory.group == (directory.user == 0 ? 0 : getegid())
        return isOwnGroup || isStickyForLink
    }

    private static func start(_ path: String) throws(SystemCallFailure) -> FileDescriptor {
        try FileDescriptor(
            path.hasPrefix("/") ? "/" : ".", my_docker_network_path_only | O_DIRECTORY)
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }.reversed()
    }

    private static func open(
        _ name: String, in directory: borrowing FileDescriptor, following: Bool = false
    ) throws(SystemCallFailure) -> FileDescriptor {
        let flags = my_docker_network_path_only | O_DIRECTORY | (following ? 0 : O_NOFOLLOW)
        let number = directory.number
        return FileDescriptor(
            adopting: try FileDescriptor.retrying {
                my_docker_network_open_at(number, ForeignText.cString(name), flags, 0)
            })
    }

    private static func target(
        of name: String, in directory: borrowing FileDescriptor
    ) throws(SystemCallFailure) -> String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let number = directory.number
        let count = try FileDescriptor.retrying {
            readlinkat(number, ForeignText.cString(name), &bytes, bytes.count)
        }
        return ForeignText.decode(bytes.prefix(count).map(UInt8.init(bitPattern:)))
    }

    private mutating func make(
        _ name: String, whateverUmask: Bool
    ) throws(SystemCallFailure) {
        let number = try FileDescriptor.retrying { fcntl(reached.number, F_DUPFD_CLOEXEC, 0) }
        let parent = try Directory(adopting: FileDescriptor(adopting: number))
        reached = try parent.makeDirectory(name, whateverUmask: whateverUmask)
    }
}

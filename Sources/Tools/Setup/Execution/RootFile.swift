internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Files that belong to root and are written as a whole: the old one or the new one is there at any
/// instant.
enum RootFile {
    /// The contents of a file, and its owner.
    struct State: Hashable, Sendable {
        var bytes: [UInt8]
        var mode: UInt32
        var user: UInt32
        var group: UInt32
    }

    /// Returns the state of a new file.
    static func new(_ bytes: [UInt8]) -> State {
        State(bytes: bytes, mode: 0o644, user: 0, group: 0)
    }

    private static let largest = 1_048_576

    /// Reads a file at the end of the links that lead to it; nil if it is not there.
    static func state(of path: String) throws(SystemCallFailure) -> State? {
        do throws(SystemCallFailure) {
            let (directory, name) = try PathWalk.file(path)
            guard let file = try directory.open(name, O_RDONLY) else { return nil }
            let status = try file.status()
            return State(
                bytes: try file.readAll(limit: largest), mode: status.mode, user: status.user,
                group: status.group)
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// Writes a file, at the end of the links that lead to it.
    static func write(_ state: State, to path: String) throws(SystemCallFailure) {
        let (directory, name) = try PathWalk.file(path)
        let temporary = ".\(name).my-docker-network-setup"
        // What an earlier run left that was killed.
        try directory.remove(temporary)
        do throws(SystemCallFailure) {
            let file = try directory.create(temporary, mode: 0o600)
            try file.writeAll(state.bytes)
            try file.setOwner(state.user, group: state.group)
            // After the owner, whose change takes some bits away.
            try file.setMode(state.mode)
            try file.synchronize()
            try replace(name, by: temporary, in: directory, state.bytes)
        } catch {
            try? directory.remove(temporary)
            throw error
        }
        try directory.synchronize()
    }

    /// A file on which another one is mounted, as /etc/resolv.conf is in a container, has to be written
    /// in place.
    private static func replace(
        _ name: String, by temporary: String, in directory: Directory, _ bytes: [UInt8]
    ) throws(SystemCallFailure) {
        do throws(SystemCallFailure) {
            try directory.rename(temporary, to: name)
        } catch {
            guard error.code == EBUSY, let file = try directory.open(name, O_WRONLY | O_TRUNC)
            else { throw error }
            try file.writeAll(bytes)
            try directory.remove(temporary)
        }
    }

    /// Removes a file.
    static func remove(_ path: String) throws(SystemCallFailure) {
        let (directory, name) = try PathWalk.file(path)
        try directory.remove(name)
        try directory.synchronize()
    }

    /// The directories on the way to a file that are not there, the uppermost first.
    static func missingDirectories(for path: String) -> [String] {
        var missing: [String] = []
        var rest = path[...]
        while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
            rest = rest[..<slash]
            guard access(String(rest), F_OK) != 0 else { break }
            missing.insert(String(rest), at: 0)
        }
        return missing
    }

    /// Removes a directory that is empty; another one stays.
    static func removeEmptyDirectory(_ path: String) {
        guard let (directory, name) = try? PathWalk.file(path) else { return }
        try? directory.removeDirectory(name)
    }
}

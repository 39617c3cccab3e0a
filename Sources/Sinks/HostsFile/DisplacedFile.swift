internal import CDockerNetworkSystem
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that another one has taken the place of: who opened it before may still write it.
struct DisplacedFile {
    /// The time for which a process that has it open for writing is waited for.
    private static let patience: Duration = .seconds(1)

    /// The directory that holds it now.
    let directory: Directory
    /// Its name there.
    let name: String
    /// The contents that it had when its successor was made.
    let content: [UInt8]

    /// Waits until nobody has it open for writing, where that can be told; no longer than a second.
    func settle() {
        guard let file = try? directory.open(name, O_RDONLY) else { return }
        let deadline = ContinuousClock.now + Self.patience
        var pause: useconds_t = 500
        while my_docker_network_grants_lease(file.number, F_RDLCK) == 0 {
            guard ContinuousClock.now < deadline else { return }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    /// Appends what was appended to it to its successor, as whoever wrote it meant to.
    ///
    /// - Parameters:
    ///   - now: What it holds by now.
    ///   - successor: The file in its place, still open: whatever has its name by now, no other file
    ///     gets those bytes.
    /// - Returns: Whether that was all that happened to it.
    func passOn(_ now: [UInt8], to successor: borrowing FileDescriptor) -> Bool {
        // Behind half a line of its own, what was appended goes on with that.
        guard now.count > content.count, now.starts(with: content),
            content.last ?? UInt8(ascii: "\n") == UInt8(ascii: "\n")
        else { return false }
        do throws(SystemCallFailure) {
            let file = try directory.reopen(successor, O_WRONLY | O_APPEND)
            try file.writeAll(Array(now[content.count...]))
            try file.synchronize()
            return true
        } catch {
            return false
        }
    }
}

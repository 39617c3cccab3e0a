import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The dnsmasq that is installed, asked for its version (dnsmasq(8), `--version`).
enum DnsmasqProgram {
    /// It takes a few milliseconds, or more on a machine that is busy; what takes so long is no
    /// dnsmasq.
    private static let patience: Duration = .seconds(3)
    /// More than a dnsmasq says.
    private static let mostBytes = 4_096

    /// Runs it and reads what it says.
    ///
    /// - Parameter path: The program.
    /// - Returns: Its version; nil: it cannot be run, says none, or not in time.
    static func version(of path: String) -> DnsmasqVersion? {
        version(in: output(of: path))
    }

    /// The word behind the first `version`.
    static func version(in bytes: [UInt8]) -> DnsmasqVersion? {
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard let index = words.firstIndex(of: "version"), index + 1 < words.count else {
            return nil
        }
        return DnsmasqVersion(words[index + 1])
    }

    private static func output(of path: String) -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        // Not a pipe, which a program that is started meanwhile by others would hold open.
        let type = SocketKind.stream | SocketKind.closeOnExec
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return [] }
        defer { close(ends[0]) }
        let process = start(path, writingTo: ends[1])
        close(ends[1])
        guard let process else { return [] }
        defer {
            // It has said what it has to say, or will not.
            kill(process, SIGKILL)
            while waitpid(process, nil, 0) < 0, errno == EINTR {}
        }
        return readAll(ends[0])
    }

    private static func start(_ path: String, writingTo end: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, end, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This thread may block signals, as the program must not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = copies(of: [path, "--version"])
        let environment = copies(of: ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"])
        defer { for copy in arguments + environment { free(copy) } }
        var process: pid_t = 0
        guard
            posix_spawn(
                &process, path, &actions, &attributes, arguments + [nil], environment + [nil]) == 0
        else { return nil }
        return process
    }

    private static func copies(of words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) }
    }

    /// Reads up to the end, to the limit, or until it took too long.
    private static func readAll(_ end: Int32) -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: mostBytes)
        while bytes.count < mostBytes {
            let left = Int32(max(.zero, deadline - .now) / .milliseconds(1))
            var events = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let count = poll(&events, 1, left)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let size = read(end, &chunk, chunk.count)
            guard size > 0 else { break }
            bytes.append(contentsOf: chunk[..<size])
        }
        return bytes
    }
}

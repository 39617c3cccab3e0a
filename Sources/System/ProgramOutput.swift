internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The output of another program, and its end.
package struct ProgramOutput: Hashable, Sendable {
    /// Its exit status; nil if it could not be started, was killed, or took too long.
    package var status: Int32?
    /// The text that it printed.
    package var text: String

    /// Creates one from its parts.
    package init(status: Int32?, text: String) {
        self.status = status
        self.text = text
    }

    /// Whether it ended with 0.
    package var isSuccess: Bool { status == 0 }

    private static let directories = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]

    /// Returns the path of a program of this machine; nil if there is none.
    package static func path(of program: String) -> String? {
        if program.contains("/") { return access(program, X_OK) == 0 ? program : nil }
        return directories.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs a program to its end, with nothing to read, a fixed PATH and messages in English.
    ///
    /// It blocks the calling thread.
    ///
    /// - Parameters:
    ///   - words: The program, looked up in the directories of the system, and its arguments.
    ///   - limit: How long it may take; then it is killed.
    ///   - mostBytes: How much it may print; who prints more is killed.
    ///   - includesErrors: Whether what it prints on standard error counts, or is dropped.
    /// - Returns: What it printed.
    package static func of(
        _ words: [String], within limit: Duration = .seconds(20), mostBytes: Int = 1 << 20,
        includesErrors: Bool = true
    ) -> Self {
        guard let program = words.first, let path = path(of: program) else {
            return Self(status: nil, text: "\(words.first ?? ""): not found")
        }
        var ends: [Int32] = [-1, -1]
        // Not a pipe, which a program that is started meanwhile by others would hold open.
        let type = SocketKind.stream | SocketKind.closeOnExec
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            return Self(status: nil, text: SystemCallFailure.last.reason)
        }
        let end = FileDescriptor(adopting: ends[0])
        let started = start(
            path, [path] + Array(words.dropFirst()), writingTo: ends[1],
            includesErrors: includesErrors)
        close(ends[1])
        switch started {
        case .failure(let failure): return Self(status: nil, text: failure.reason)
        case .success(let process):
            let deadline = ContinuousClock.now + limit
            let bytes = readAll(end.number, mostBytes, until: deadline)
            let status = wait(for: process, until: bytes.count < mostBytes ? deadline : .now)
            return Self(status: status, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func start(
        _ path: String, _ words: [String], writingTo end: Int32, includesErrors: Bool
    ) -> Result<pid_t, SystemCallFailure> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, end, 1)
        if includesErrors {
            posix_spawn_file_actions_adddup2(&actions, end, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This thread may block signals, as the program must not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables: [String] = ["LC_ALL=C", "PATH=\(directories.joined(separator: ":"))"]
        let arguments = copies(of: words)
        let environment = copies(of: variables)
        defer { for copy in arguments + environment { free(copy) } }
        var process: pid_t = 0
        let code = posix_spawn(
            &process, path, &actions, &attributes, arguments + [nil], environment + [nil])
        return code == 0 ? .success(process) : .failure(SystemCallFailure(code: code))
    }

    private static func copies(of words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { ForeignText.withCString($0) { strdup($0) } }
    }

    private static func readAll(
        _ end: Int32, _ mostBytes: Int, until deadline: ContinuousClock.Instant
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(1 << 14, mostBytes))
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

    /// Waits for the end of a program that has closed its output, and kills one that goes on.
    private static func wait(for process: pid_t, until deadline: ContinuousClock.Instant) -> Int32?
    {
        var status: Int32 = 0
        while ContinuousClock.now < deadline {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process {
                // The macros of wait(2), which Swift does not see.
                return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
            }
            guard ended == 0 || errno == EINTR else { return nil }
            usleep(5_000)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return nil
    }
}

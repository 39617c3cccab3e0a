import Glibc

/// A program of the benchmark's own; who starts one ends it.
package final class Program {
    /// Before it was started.
    package let started: ContinuousClock.Instant
    private let process: pid_t
    private var status: Int32?

    private init(_ process: pid_t, started: ContinuousClock.Instant) {
        self.process = process
        self.started = started
    }

    deinit { end() }

    /// Starts a program, without waiting for it.
    ///
    /// - Parameters:
    ///   - path: The program; without a slash it is looked for in PATH.
    ///   - arguments: Those behind its name.
    ///   - environment: What is added to this process's environment.
    ///   - log: The file that gets what it says; nil: nobody hears it.
    /// - Returns: The running program.
    /// - Throws: `BenchmarkError` where it cannot be started.
    package static func start(
        _ path: String, _ arguments: [String], environment: [String: String] = [:],
        log: String? = nil
    ) throws -> Program {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let output = log ?? "/dev/null"
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The runtime may have blocked signals in this thread, and what is started must get them.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ([path] + arguments).map { strdup($0) }
        let settings = Self.environment(with: environment).map { strdup($0) }
        defer { for text in words + settings { free(text) } }
        var process: pid_t = 0
        let started = ContinuousClock.now
        let code = posix_spawnp(
            &process, path, &actions, &attributes, words + [nil], settings + [nil])
        guard code == 0 else { throw BenchmarkError("cannot start \(path): errno \(code)") }
        return Program(process, started: started)
    }

    /// Runs a program to its end.
    ///
    /// - Returns: From before its start until its end was seen.
    /// - Throws: `BenchmarkError` where it cannot be started or fails.
    package static func time(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Duration {
        let program = try Program.start(path, arguments, environment: environment)
        let status = program.wait()
        let took = ContinuousClock.now - program.started
        guard status == 0 else {
            throw BenchmarkError("\(path) \(arguments.first ?? "") ended with status \(status)")
        }
        return took
    }

    /// Its resident memory in KiB.
    package var memory: Int { Memory.resident(of: "\(process)") }

    /// What of it is its own, in KiB.
    package var ownMemory: Int { Memory.own(of: "\(process)") }

    /// The processor time it has used, in seconds.
    package var processorTime: Double { ProcessorTime.of("\(process)") }

    /// Whether it has not ended yet.
    package var isRunning: Bool {
        guard status == nil else { return false }
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return true }
        self.status = status
        return false
    }

    /// Waits until it ends.
    ///
    /// - Returns: Its exit status; of one that a signal ended, 128 and the signal.
    @discardableResult
    package func wait() -> Int32 {
        var status: Int32 = 0
        if let known = self.status {
            status = known
        } else {
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            self.status = status
        }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// Asks it to end, and waits until it has; one that does not is killed.
    package func end() {
        guard isRunning else { return }
        kill(process, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(10)
        while isRunning, ContinuousClock.now < deadline { usleep(2_000) }
        guard isRunning else { return }
        kill(process, SIGKILL)
        wait()
    }

    private static func environment(with additions: [String: String]) -> [String] {
        var texts: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if additions[String(text.prefix { $0 != "=" })] == nil { texts.append(text) }
            next += 1
        }
        return texts + additions.map { "\($0.key)=\($0.value)" }
    }
}

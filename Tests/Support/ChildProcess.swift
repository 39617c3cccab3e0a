public import Glibc
import Testing

/// A program that runs beside the test and is stopped, by its id, with this object.
///
/// Foundation's `Process` takes a child that closes all its descriptors, as dnsmasq does, for one
/// that ended, and then waits for it in the thread that watches every other child.
public final class ChildProcess {
    /// Its process id.
    public let id: pid_t
    private var isReaped = false

    /// Starts a program with no open file but its standard streams.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - arguments: What follows its name.
    ///   - input: The descriptor that its standard input comes from; nil: nothing.
    ///   - output: The descriptor that its standard output goes to; nil: nowhere.
    ///   - errors: The descriptor that its standard error goes to; nil: where the test's goes.
    /// - Throws: Where it cannot be started.
    public init(
        _ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil,
        errors: Int32? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        Self.connect(0, to: input, O_RDONLY, &actions)
        Self.connect(1, to: output, O_WRONLY, &actions)
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, 2) }
        // Another test's pipe never ends where a child keeps a copy. That most of these numbers
        // are not in use is no error.
        for descriptor in Int32(3)..<512 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // A child inherits the signals that Swift's threads block; SIGTERM would not reach it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let texts = ([program] + arguments).map { strdup($0) }
        defer { for text in texts { free(text) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, program, &actions, &attributes, texts + [nil], environ)
        try #require(code == 0, "cannot start \(program)")
        self.id = id
    }

    private static func connect(
        _ stream: Int32, to descriptor: Int32?, _ access: Int32,
        _ actions: inout posix_spawn_file_actions_t
    ) {
        if let descriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, stream)
        } else {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", access, 0)
        }
    }

    deinit {
        if !isReaped { kill(id, SIGTERM) }
        wait()
    }

    /// Whether it still runs.
    public var isRunning: Bool {
        guard !isReaped else { return false }
        var status: Int32 = 0
        isReaped = waitpid(id, &status, WNOHANG) == id
        return !isReaped
    }

    /// Waits for its end, and returns its exit status, or nil where a signal ended it.
    @discardableResult
    public func wait() -> Int32? {
        guard !isReaped else { return nil }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}

import Foundation
import Testing

/// A program that runs beside the test and is stopped, by its id, with this object.
///
/// Foundation's `Process` takes a child that closes all its descriptors, as dnsmasq does, for one
/// that ended, and then waits for it in the thread that watches every other child.
final class ChildProcess {
    let id: pid_t
    private var isReaped = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - arguments: What follows its name.
    ///   - output: The descriptor that its standard output goes to; nil: nowhere.
    /// - Throws: Where it cannot be started.
    init(_ program: String, _ arguments: [String], output: Int32? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
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

    deinit {
        if !isReaped { kill(id, SIGTERM) }
        wait()
    }

    /// Whether it still runs.
    var isRunning: Bool {
        guard !isReaped else { return false }
        var status: Int32 = 0
        isReaped = waitpid(id, &status, WNOHANG) == id
        return !isReaped
    }

    /// Waits for its end.
    func wait() {
        guard !isReaped else { return }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        isReaped = true
    }
}

internal import CDockerNetworkSystem
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// This program once more, in a session of its own: it outlives the terminal it was started from.
package struct DetachedProgram: Sendable {
    /// Its number.
    package let process: Int32

    /// Starts it, with nothing to read.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments, without its own name.
    ///   - logFile: The file at whose end is what it prints; nil: that goes nowhere.
    ///   - notificationSocket: What NOTIFY_SOCKET says in its environment; nil: what it says in this
    ///     program's.
    /// - Throws: `ToolError` (78) where the file or the program cannot be opened.
    package init(
        arguments: [String], logFile: String? = nil, notificationSocket: String? = nil
    ) throws(ToolError) {
        let log = try LogFile.open(logFile ?? "/dev/null")
        if let notificationSocket { setenv("NOTIFY_SOCKET", notificationSocket, 1) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, log.number, 1)
        posix_spawn_file_actions_adddup2(&actions, log.number, 2)
        // Whoever waits for the end of a pipe must not wait for a service.
        _ = my_docker_network_spawn_closing(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        _ = my_docker_network_spawn_in_session(&attributes)
        let path = Self.ownPath
        let copies = ([path] + arguments).map { ForeignText.withCString($0) { strdup($0) } }
        defer { copies.forEach { free($0) } }
        var started: pid_t = 0
        let result = ForeignText.withCString(path) {
            posix_spawn(
                &started, $0, &actions, &attributes, copies + [nil],
                my_docker_network_environment())
        }
        guard result == 0 else {
            throw .configuration(
                path, "cannot be started: \(SystemCallFailure(code: result).reason)")
        }
        process = started
    }

    /// Returns its end, or nil while it runs; asked for after an end, it may no longer be known.
    package func end() -> CommandEnd? {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        return CommandEnd(status: status)
    }

    /// The path of this program.
    package static var ownPath: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "/proc/self/exe" }
        return ForeignText.decode(buffer[..<count].map(UInt8.init(bitPattern:)))
    }
}

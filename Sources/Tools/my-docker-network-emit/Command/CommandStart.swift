internal import CDockerNetworkSystem
internal import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A command and what it is started with.
package struct CommandStart: Sendable {
    /// The program, looked up in PATH where it has no slash, and its arguments, byte for byte; at
    /// least one.
    package var arguments: [[UInt8]]
    /// The variables that it does not get.
    package var withheld: Set<String>
    /// Whether SIGPIPE is ignored in it, as whoever started this program asked for.
    package var ignoresBrokenPipes: Bool

    /// Creates one from its parts.
    package init(
        _ arguments: [[UInt8]], withheld: Set<String> = [], ignoresBrokenPipes: Bool
    ) {
        self.arguments = arguments
        self.withheld = withheld
        self.ignoresBrokenPipes = ignoresBrokenPipes
    }

    /// Starts it, in this process's group: what a terminal sends to the group reaches it too.
    ///
    /// - Returns: Its process number.
    /// - Throws: `CommandStartFailure` where it cannot be started.
    func start() throws(CommandStartFailure) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        restoreSignals(&attributes)
        guard !arguments.isEmpty else { throw failure(ENOENT) }
        var process: pid_t = 0
        let result = Self.withStrings(arguments) { arguments in
            Self.withStrings(environment) { variables in
                guard let file = arguments[0] else { return ENOENT }
                return posix_spawnp(&process, file, nil, &attributes, arguments, variables)
            }
        }
        guard result == 0 else { throw failure(result) }
        return process
    }

    /// Becomes the command: for where the system has no process left for it beside this one.
    ///
    /// - Returns: Why it cannot.
    package func replaceThisProcess() -> CommandStartFailure {
        for name in withheld { unsetenv(name) }
        var mask = ForwardedSignals.inheritedMask
        pthread_sigmask(SIG_SETMASK, &mask, nil)
        if !ignoresBrokenPipes { signal(SIGPIPE, SIG_DFL) }
        let code = Self.withStrings(arguments) { arguments in
            guard let file = arguments[0] else { return ENOENT }
            execvp(file, arguments)
            return errno
        }
        return failure(code)
    }

    private func failure(_ code: Int32) -> CommandStartFailure {
        CommandStartFailure(command: ForeignText.decode(arguments.first ?? []), code: code)
    }

    /// The command gets the signals as this program was given them.
    private func restoreSignals(_ attributes: inout posix_spawnattr_t) {
        var mask = ForwardedSignals.inheritedMask
        posix_spawnattr_setsigmask(&attributes, &mask)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        if !ignoresBrokenPipes { sigaddset(&defaults, SIGPIPE) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    }

    /// This process's variables, less those withheld; each keeps its bytes.
    private var environment: [[UInt8]] {
        let names = withheld.map { Array("\($0)=".utf8) }
        var variables: [[UInt8]] = []
        guard var next = my_docker_network_environment() else { return variables }
        while let variable = next.pointee {
            let bytes = (0..<strlen(variable)).map { UInt8(bitPattern: variable[$0]) }
            if !names.contains(where: { bytes.starts(with: $0) }) { variables.append(bytes) }
            next += 1
        }
        return variables
    }

    /// Calls with an array of C strings that ends with a null pointer.
    private static func withStrings(
        _ texts: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
    ) -> Int32 {
        let copies = texts.map { text in strdup(text.map(CChar.init(bitPattern:)) + [0]) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

/// A command that could not be started.
package struct CommandStartFailure: Error, Hashable, Sendable {
    /// The exit status, as a shell's: 127 where it was not found, else 126.
    package var exitStatus: Int32
    /// One line.
    package var message: String
    /// Whether the system has no process left, so that the command may yet run in place of this
    /// program.
    package var isShortage: Bool

    /// Reads what posix_spawnp(3) returned.
    init(command: String, code: Int32) {
        exitStatus = code == ENOENT ? 127 : 126
        isShortage = code == EAGAIN || code == ENOMEM
        let advice =
            switch code {
            case ENOENT: "check its name and PATH, and for a script its first line"
            case EACCES: "make it executable for this user"
            case ENOEXEC: "it is no program of this machine's kind, or a script without #!"
            case EAGAIN: "raise the limit of tasks (--pids-limit)"
            default: "the system does not start it"
            }
        message =
            "cannot run \(Printable.quoted(command)): \(SystemCallFailure(code: code).reason); \(advice)"
    }
}

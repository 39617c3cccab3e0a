internal import CProcess

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A command and what it is started with.
package struct CommandStart: Sendable {
    /// The program, looked up in PATH where it has no slash, and its arguments; at least one.
    package var arguments: [String]
    /// The variables that it does not get.
    package var withheld: Set<String>
    /// Whether SIGPIPE is ignored in it, as whoever started this program asked for.
    package var ignoresBrokenPipes: Bool

    /// Joins them.
    package init(_ arguments: [String], withheld: Set<String> = [], ignoresBrokenPipes: Bool) {
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
        guard let file = arguments.first else {
            throw CommandStartFailure(command: "", code: ENOENT)
        }
        var process: pid_t = 0
        let result = Self.withStrings(arguments) { arguments in
            Self.withStrings(environment) { variables in
                posix_spawnp(&process, file, nil, &attributes, arguments, variables)
            }
        }
        guard result == 0 else {
            throw CommandStartFailure(command: file, code: result)
        }
        return process
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
    private var environment: [[CChar]] {
        var variables: [[CChar]] = []
        guard var next = my_docker_network_environment() else { return variables }
        while let variable = next.pointee {
            let name = String(cString: variable).prefix { $0 != "=" }
            if !withheld.contains(String(name)) {
                variables.append(
                    Array(UnsafeBufferPointer(start: variable, count: strlen(variable) + 1)))
            }
            next += 1
        }
        return variables
    }

    private static func withStrings(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
    ) -> Int32 {
        withStrings(texts.map { Array($0.utf8CString) }, body)
    }

    /// Calls with an array of C strings that ends with a null pointer.
    private static func withStrings(
        _ texts: [[CChar]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
    ) -> Int32 {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

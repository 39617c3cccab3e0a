import Foundation

/// Starts programs by posix_spawn(3).
///
/// Foundation's `Process` learns of an end by a socket that programs started at the same moment
/// inherit, and then hears of it only when all of them have ended.
enum Spawn {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a program with three files as its standard streams and no other file open.
    ///
    /// - Throws: `Failure` where it cannot be started.
    static func start(
        _ arguments: [String], environment: [String: String], input: String, output: String,
        errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o644)
        // Other tests' pipes never end where a program that a test started keeps a copy. That most of these
        // numbers are not in use is no error.
        for descriptor in Int32(3)..<512 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        resetSignals(&attributes)
        guard let program = arguments.first else { throw Failure(description: "no program") }
        var process: pid_t = 0
        let result = withStrings(arguments) { arguments in
            withStrings(environment.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else {
            let words = String(cString: strerror(result))
            throw Failure(description: "cannot start \(program): \(words)")
        }
        return process
    }

    /// The program gets its signals, whatever the process that started the tests ignores or blocks.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    }

    /// Calls with an array of C strings that ends with a null pointer.
    private static func withStrings(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
    ) -> Int32 {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

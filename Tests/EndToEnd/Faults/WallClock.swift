import Foundation
import Testing
import TestSupport

/// The wall clock of programs of a test, which is set while they run; the machine's own stays.
///
/// A library stands between a program and its C library, and adds what a file says to each reading
/// of CLOCK_REALTIME. The clocks that nobody can set (CLOCK_MONOTONIC, CLOCK_BOOTTIME) are left
/// alone, as are timers. (libfaketime moves timers of every clock, and the environment, before
/// which Swift looks for a program's arguments.)
struct WallClock: Sendable {
    /// The compiler that makes the library: Swift brings one along.
    private static let compiler: String? = {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return folders.split(separator: ":").flatMap { ["\($0)/clang", "\($0)/cc"] }
            .first(where: FileManager.default.isExecutableFile)
    }()

    /// Whether clocks can be set.
    static var isPossible: Bool { compiler != nil }

    /// Why a test is skipped where they cannot.
    static let reason: Comment = "setting a program's clock needs a C compiler in PATH"

    private let file: String
    private let library: String

    /// A clock that goes as the machine's does, but for some seconds.
    ///
    /// - Parameters:
    ///   - name: Its name in the lab.
    ///   - lab: Where its setting is kept.
    ///   - seconds: How far it is ahead of the machine's clock.
    /// - Throws: Where the library cannot be made.
    init(_ name: String, in lab: Lab, ahead seconds: Int = 0) async throws {
        file = lab.path("clock-\(name)")
        library = lab.path("clock.so")
        try set(ahead: seconds)
        guard !FileManager.default.fileExists(atPath: library) else { return }
        let source = try lab.write(Self.source, to: "clock.c")
        let program = try lab.start(
            "compiler", [try #require(Self.compiler), "-shared", "-fPIC", "-o", library, source])
        guard try await program.waitForEnd() == .exit(0) else {
            throw WaitFailure(description: program.errors)
        }
    }

    /// Sets it so many seconds ahead of the machine's clock, or behind.
    func set(ahead seconds: Int) throws {
        // Renamed into place: a program that reads meanwhile sees the old time or the new one.
        try Data("\(seconds)".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    /// What the environment of a program says that goes by it.
    var environment: [String: String] { ["LD_PRELOAD": library, "WALL_CLOCK_FILE": file] }

    private static let source = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static time_t seconds_ahead(void) {
            int error = errno;
            char text[24] = {0};
            const char *path = getenv("WALL_CLOCK_FILE");
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file >= 0) {
                if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
                close(file);
            }
            errno = error;
            return strtol(text, NULL, 10);
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            int result = syscall(SYS_clock_gettime, clock, now);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                now->tv_sec += seconds_ahead();
            return result;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone) {
            struct timespec precise;
            int result = clock_gettime(CLOCK_REALTIME, &precise);
            now->tv_sec = precise.tv_sec;
            now->tv_usec = precise.tv_nsec / 1000;
            return result;
        }

        time_t time(time_t *seconds) {
            struct timespec precise;
            clock_gettime(CLOCK_REALTIME, &precise);
            if (seconds) *seconds = precise.tv_sec;
            return precise.tv_sec;
        }

        """
}

import DockerNetworkConnection
import Glibc
import Testing

/// What lets a connection's thread sleep.
struct SocketSleeperTests {
    /// Much longer than a test may take: a sleep that lasts so long was not ended.
    private static let endless: CInt = 600_000

    /// Data that nobody wants to read yet, and an end that was closed behind it, wake nobody.
    @Test func whatIsNotWantedWakesNobody() throws {
        try withSocket { socket in
            let start = ContinuousClock.now
            let sleeper = try SocketSleeper()
            sleeper.sleep(.init(socket: socket, wantsToRead: false, timeout: 30))
            #expect(.now - start >= .milliseconds(30))
        }
    }

    @Test func whatIsWantedWakes() throws {
        try withSocket { socket in
            let sleeper = try SocketSleeper()
            let start = ContinuousClock.now
            sleeper.sleep(.init(socket: socket, timeout: Self.endless))
            sleeper.sleep(
                .init(
                    socket: socket, wantsToRead: false, wantsToWrite: true, timeout: Self.endless))
            #expect(.now - start < .milliseconds(Int(Self.endless)))
        }
    }

    @Test func newWorkWakes() throws {
        try withSocket { socket in
            let sleeper = try SocketSleeper()
            let start = ContinuousClock.now
            sleeper.wake()
            sleeper.sleep(.init(socket: socket, wantsToRead: false, timeout: Self.endless))
            #expect(.now - start < .milliseconds(Int(Self.endless)))
        }
    }

    /// A socket that has data to read, and whose other end is closed.
    private func withSocket(_ body: (CInt) throws -> Void) throws {
        var ends: [CInt] = [-1, -1]
        let made = socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends)
        try #require(made == 0)
        defer { close(ends[0]) }
        let written = write(ends[1], "data", 4)
        close(ends[1])
        try #require(written == 4)
        try body(ends[0])
    }
}

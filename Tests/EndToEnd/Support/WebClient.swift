import Foundation
import Synchronization
import Testing
import TestSupport

/// A connection to an HTTP server on which a test says whatever it likes.
final class WebClient: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    /// Connects to a socket in the file system.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isConnected = SocketAddress.withPath(path) { connect(descriptor, $0, $1) == 0 }
        try check(isConnected)
    }

    /// Connects to a port of the loopback.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let isConnected = SocketAddress.withLoopback(port: port) {
            connect(descriptor, $0, $1) == 0
        }
        try check(isConnected)
    }

    private func check(_ isConnected: Bool) throws {
        guard isConnected else {
            throw WaitFailure(description: "not connected: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends a text; false if the server no longer takes it.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            == bytes.count
    }

    /// Asks for a page.
    func get(_ path: String, host: String = "localhost", more: String = "") {
        send("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(more)\r\n")
    }

    /// What has come until now, and whether the server has ended the connection.
    func read() -> (text: String, isOver: Bool) {
        state.withLock { state in
            var piece = [UInt8](repeating: 0, count: 65_536)
            while !state.isOver {
                let count = recv(descriptor, &piece, piece.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EAGAIN { break }
                if count <= 0 { state.isOver = true }
                state.bytes += piece.prefix(max(0, count))
            }
            return (String(decoding: state.bytes, as: UTF8.self), state.isOver)
        }
    }

    /// Waits for the end of the answer.
    func answer() async throws -> (status: Int, body: String) {
        try await eventually("the server ends its answer") { read().isOver }
        let text = read().text
        let end = try #require(text.range(of: "\r\n\r\n"), "no head: \(text.prefix(200))")
        return (Int(text.dropFirst(9).prefix(3)) ?? 0, String(text[end.upperBound...]))
    }

    /// Waits until a text has come.
    func waitFor(_ text: String) async throws {
        try await eventually("the server says '\(text)'") { read().text.contains(text) }
    }
}

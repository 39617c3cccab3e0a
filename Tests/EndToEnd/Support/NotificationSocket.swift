import Foundation
import TestSupport

/// The receiving end of `NOTIFY_SOCKET`, as a service manager has it.
final class NotificationSocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        let flags = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, flags | Int32(SOCK_NONBLOCK.rawValue), 0)
        let isBound = SocketAddress.withPath(path) { bind(descriptor, $0, $1) == 0 }
        guard descriptor >= 0, isBound else {
            throw WaitFailure(description: "cannot listen at \(path)")
        }
    }

    deinit {
        close(descriptor)
    }

    /// The next message that has arrived, or nil.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}

import CDockerNetworkSystem
import DockerNetwork
import Glibc
import Testing

@testable import DockerNetworkUnixSocket

/// Whoever connects without being one of ours.
final class RawClient: Sendable {
    let number: CInt

    init(_ path: String) throws {
        number = my_docker_network_socket()
        try #require(number >= 0)
        let result = my_docker_network_use_path(number, path, 0)
        let reason = errno
        if result != 0 { close(number) }
        try #require(result == 0, "connect: error \(reason)")
    }

    deinit {
        close(number)
    }

    /// Sends a packet; false: the socket takes none.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        my_docker_network_socket_send(number, bytes, bytes.count) == bytes.count
    }

    /// Sends a packet that is larger than sockets hold by themselves.
    func sendLarge(_ bytes: [UInt8]) -> Bool {
        var size = CInt(bytes.count * 2)
        setsockopt(number, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        return send(bytes)
    }

    func announce(
        _ publication: Publication, number: UInt64, instance: InstanceID? = nil
    ) -> Bool {
        let options = PublisherOptions(instance: instance, hearsReceipts: true)
        return send(Packet(publication, number: number, options).bytes)
    }

    /// The next packet of the host, or nil where it has ended the connection.
    func next() async throws -> Packet? {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let size = my_docker_network_socket_receive(number, &buffer, buffer.count)
            if size > 0 { return try Packet(buffer.prefix(size), size: size) }
            // A host that drops a client leaves one error before what it said last.
            if size == 0 || (errno != EAGAIN && errno != ECONNRESET) { return nil }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("the host said nothing")
        return nil
    }
}

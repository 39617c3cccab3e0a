import DockerNetworkProgram
import Foundation
import TestSupport
import my_docker_network
import Testing

@Suite("Service notification")
struct ServiceNotificationTests {
    /// A datagram socket bound to a name, as systemd has one.
    private static func boundSocket(_ name: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: Array(name.utf8))
            if name.hasPrefix("@") { path[0] = 0 }
        }
        let length = socklen_t(2 + name.utf8.count)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0)
        return descriptor
    }

    @Test("the state arrives at a path and at an abstract name", arguments: [false, true])
    func arrives(isAbstract: Bool) throws {
        let folder = try TemporaryFolder()
        let name = isAbstract ? "@my-docker-network-\(UUID().uuidString)" : folder.path + "/notify"
        let descriptor = try Self.boundSocket(name)
        defer { close(descriptor) }
        let notification = try #require(ServiceNotification(socket: name))
        #expect(notification.send("READY=1"))
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        #expect(count == 7 && Array(buffer.prefix(7)) == Array("READY=1".utf8))
    }

    @Test(
        "the watchdog is fed twice in its time, where it is meant for this process",
        arguments: [
            ("10000000", nil, Duration.seconds(5)), ("10000000", "\(getpid())", .seconds(5)),
            ("10000000", "1", nil), ("0", nil, nil), ("-5", nil, nil), ("soon", nil, nil),
            (nil, nil, nil), ("1", nil, .milliseconds(1)),
        ] as [(String?, String?, Duration?)])
    func watchdog(microseconds: String?, process: String?, interval: Duration?) {
        #expect(Watchdog.interval(microseconds: microseconds, process: process) == interval)
    }

    @Test("a name that is none, and nobody there, do no harm")
    func nobody() {
        for name in [nil, "", "relative", "/" + String(repeating: "x", count: 200)] {
            #expect(ServiceNotification(socket: name) == nil)
        }
        #expect(ServiceNotification(socket: "/nonexistent/notify")?.send("READY=1") == false)
    }
}

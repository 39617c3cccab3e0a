import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkUnixSocket
import Glibc
import Testing
import TestSupport

extension UnixSocketTests {
    /// The socket in the file system.
    @Suite struct Place {
        private let folder = SocketFolder()

        @Test func modeAndGroupAreAsAskedFor() async throws {
            for mode in [UInt16(0o600), 0o660, 0o666] {
                let host = try await folder.transport {
                    $0.mode = mode
                    $0.group = getegid()
                }.openSubscription(.one)
                let status = try #require(SocketFolder.status(folder.socket))
                #expect(status.st_mode & 0o777 == mode_t(mode))
                #expect(status.st_gid == getegid())
                #expect(folder.files == ["announce.sock"])
                await host.close()
                #expect(folder.files.isEmpty)
            }
        }

        @Test(.enabled(if: geteuid() == 0, "only root may give a file away"))
        func anotherGroup() async throws {
            let host = try await folder.transport { $0.group = 4_711 }.openSubscription(.one)
            #expect(SocketFolder.status(folder.socket)?.st_gid == 4_711)
            await host.close()
        }

        @Test func aSecondHostIsToldThatTheSocketIsInUse() async throws {
            let host = try await folder.transport().openSubscription(.one)
            let error = await failure { _ = try await folder.transport().openSubscription(.one) }
            #expect(error?.code == .inUse)
            #expect(error?.message.contains(folder.socket) == true)
            // The first one is where it was, and hears.
            let emitter = try await folder.transport().openPublisher(PublisherOptions())
            #expect(try await emitter.publish([.sample(1)]) == [.routed])
            await emitter.close()
            await host.close()
            #expect(folder.files.isEmpty)
        }

        @Test func aSocketThatADeadProcessLeftIsReplaced() async throws {
            let dead = my_docker_network_socket()
            try #require(my_docker_network_use_path(dead, folder.socket, 1) == 0)
            close(dead)
            #expect(
                await failure {
                    _ = try await folder.transport().openPublisher(PublisherOptions())
                }?.code == .noHost)
            let host = try await folder.transport().openSubscription(.one)
            let emitter = try await folder.transport().openPublisher(PublisherOptions())
            #expect(try await emitter.publish([.sample(1)]) == [.routed])
            await emitter.close()
            await host.close()
        }

        @Test func whatIsNoSocketIsLeftAlone() async throws {
            let file = try #require(fopen(folder.socket, "w"))
            fclose(file)
            let error = await failure { _ = try await folder.transport().openSubscription(.one) }
            #expect(error?.code == .configuration)
            #expect(folder.files == ["announce.sock"])
        }

        @Test func aMissingFolderIsMadeButNotAWholePath() async throws {
            let inFolder = "\(folder.path)/run/announce.sock"
            let host = try await UnixSocketTransport(UnixSocketConfiguration(path: inFolder))
                .openSubscription(.one)
            #expect(SocketFolder.status("\(folder.path)/run")?.st_mode ?? 0 & 0o777 != 0)
            await host.close()
            rmdir("\(folder.path)/run")
            let far = "\(folder.path)/a/b/announce.sock"
            let error = await failure {
                _ = try await UnixSocketTransport(UnixSocketConfiguration(path: far))
                    .openSubscription(.one)
            }
            #expect(error?.code == .configuration)
            #expect(folder.files.isEmpty)
        }

        @Test func aProbePutsARemovedSocketBack() async throws {
            let host = try await folder.transport().openSubscription(.one)
            let before = try await folder.transport().openPublisher(PublisherOptions())
            unlink(folder.socket)
            try await host.sendProbe(ProbeID(rawValue: 1))
            let after = try await folder.transport().openPublisher(PublisherOptions())
            #expect(try await before.publish([.sample(1)]) == [.routed])
            #expect(try await after.publish([.sample(2)]) == [.routed])
            for connection in [before, after] { await connection.close() }
            await host.close()
            #expect(folder.files.isEmpty)
        }

        @Test func aRemovedSocketIsBackAtOnce() async throws {
            let host = try await folder.transport().openSubscription(.one)
            // Nobody calls anything: the connection's own thread sees it.
            for _ in 0..<3 {
                let before = try #require(SocketFolder.status(folder.socket)?.st_ino)
                unlink(folder.socket)
                try await eventually("the socket is back") {
                    SocketFolder.status(folder.socket).map { $0.st_ino != before } == true
                }
                let emitter = try await folder.transport().openPublisher(PublisherOptions())
                #expect(try await emitter.publish([.sample(1)]) == [.routed])
                await emitter.close()
            }
            await host.close()
            #expect(folder.files.isEmpty)
        }

        @Test func aRemovedFolderIsBackAtOnce() async throws {
            let path = "\(folder.path)/run/announce.sock"
            let transport = UnixSocketTransport(UnixSocketConfiguration(path: path))
            let host = try await transport.openSubscription(.one)
            try #require(rename("\(folder.path)/run", "\(folder.path)/moved") == 0)
            try await eventually("the socket is back") { SocketFolder.status(path) != nil }
            let emitter = try await transport.openPublisher(PublisherOptions())
            #expect(try await emitter.publish([.sample(1)]) == [.routed])
            await emitter.close()
            await host.close()
            // It left the old folder too.
            #expect(rmdir("\(folder.path)/moved") == 0 && rmdir("\(folder.path)/run") == 0)
        }

        /// Puts another socket that listens in this one's place, at one instant.
        private func replaceSocket() throws -> CInt {
            let path = "\(folder.path)/other.sock"
            let other = my_docker_network_socket()
            try #require(my_docker_network_use_path(other, path, 1) == 0 && listen(other, 8) == 0)
            try #require(rename(path, folder.socket) == 0)
            return other
        }

        @Test func aHostWhosePlaceWasTakenSaysByWhomAndLeavesIt() async throws {
            let host = try await folder.transport().openSubscription(.one)
            async let end = failure { _ = try await host.nextBatch(limit: 1) }
            let other = try replaceSocket()
            // Nobody sends a probe: whoever waits for messages hears of it.
            let error = await end
            #expect(error?.code == .inUse)
            let owner = "process \(getpid()) of uid \(geteuid())"
            #expect(error?.message.contains(owner) == true, "\(error?.message ?? "")")
            let probe = await failure { try await host.sendProbe(ProbeID(rawValue: 1)) }
            #expect(probe?.code == .inUse)
            await host.close()
            #expect(folder.files == ["announce.sock"])
            let again = await failure { _ = try await folder.transport().openSubscription(.one) }
            #expect(again?.code == .inUse)
            #expect(again?.message.contains(owner) == true, "\(again?.message ?? "")")
            close(other)
            // A dead socket is nobody's.
            let next = try await folder.transport().openSubscription(.one)
            await next.close()
            #expect(folder.files.isEmpty)
        }

        @Test func whatIsPutInItsPlaceIsNeitherFollowedNorRemoved() async throws {
            let victim = "\(folder.path)/victim"
            let file = try #require(fopen(victim, "w"))
            fclose(file)
            try #require(chmod(victim, 0o600) == 0)
            for kind in ["link", "dangling", "pipe", "folder"] {
                switch kind {
                case "link": symlink(victim, folder.socket)
                case "dangling": symlink("\(folder.path)/nothing", folder.socket)
                case "pipe": mkfifo(folder.socket, 0o600)
                default: mkdir(folder.socket, 0o700)
                }
                let error = await failure {
                    _ = try await folder.transport { $0.mode = 0o666 }.openSubscription(.one)
                }
                #expect(error?.code == .configuration, "\(kind)")
                #expect((SocketFolder.status(victim)?.st_mode ?? 0) & 0o777 == 0o600, "\(kind)")
                #expect(folder.files == ["announce.sock", "victim"], "\(kind)")
                if rmdir(folder.socket) != 0 { unlink(folder.socket) }
            }
            unlink(victim)
        }

        @Test func whatAKilledHostLeftIsRemoved() async throws {
            // Process ids end at 4,194,304 on Linux, so that one never lives.
            let left = "\(folder.path)/.announce.sock.99999999.abc"
            try #require(mkdir(left, 0o700) == 0)
            let socket = my_docker_network_socket()
            defer { close(socket) }
            try #require(my_docker_network_use_path(socket, "\(left)/socket", 1) == 0)
            let others = "\(folder.path)/.announce.sock.\(getppid()).abc"
            try #require(mkdir(others, 0o700) == 0)
            let host = try await folder.transport().openSubscription(.one)
            #expect(folder.files == [".announce.sock.\(getppid()).abc", "announce.sock"])
            await host.close()
            rmdir(others)
        }

        @Test func aFolderThatIsALinkInAFolderOfOthersIsRefused() async throws {
            let real = "\(folder.path)/real"
            try #require(mkdir(real, 0o755) == 0 && mkdir("\(folder.path)/others", 0o755) == 0)
            try #require(chmod("\(folder.path)/others", 0o777) == 0)
            try #require(symlink(real, "\(folder.path)/others/link") == 0)
            try #require(symlink(real, "\(folder.path)/link") == 0)
            let path = { (name: String) in "\(folder.path)/\(name)/announce.sock" }
            let error = await failure {
                _ = try await UnixSocketTransport(
                    UnixSocketConfiguration(path: path("others/link"))
                ).openSubscription(.one)
            }
            #expect(error?.code == .configuration)
            // Where nobody else can have put it there, it is followed.
            let host = try await UnixSocketTransport(UnixSocketConfiguration(path: path("link")))
                .openSubscription(.one)
            #expect(SocketFolder.status("\(real)/announce.sock") != nil)
            await host.close()
            for name in ["others/link", "link"] { unlink("\(folder.path)/\(name)") }
            for name in ["others", "real"] { rmdir("\(folder.path)/\(name)") }
        }

        @Test(arguments: [
            "announce.sock", "/", "/tmp/", "/tmp/" + String(repeating: "x", count: 96),
        ])
        func pathsThatNoSocketCanHaveAreRefused(_ path: String) async {
            let transport = UnixSocketTransport(UnixSocketConfiguration(path: path))
            let host = await failure { _ = try await transport.openSubscription(.one) }
            let emitter = await failure {
                _ = try await transport.openPublisher(PublisherOptions())
            }
            #expect(host?.code == .configuration && emitter?.code == .configuration)
        }
    }
}

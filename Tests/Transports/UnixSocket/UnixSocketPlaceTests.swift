import CUnix
import DockerNetwork
import DockerNetworkUnixSocket
import Glibc
import Testing

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
            try #require(my_docker_network_socket_bind(dead, folder.socket) == 0)
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

        @Test func aHostWhosePlaceWasTakenSaysSoAndLeavesIt() async throws {
            let host = try await folder.transport().openSubscription(.one)
            unlink(folder.socket)
            let other = try await folder.transport().openSubscription(.one)
            let error = await failure { try await host.sendProbe(ProbeID(rawValue: 1)) }
            #expect(error?.code == .inUse)
            await host.close()
            #expect(folder.files == ["announce.sock"])
            let emitter = try await folder.transport().openPublisher(PublisherOptions())
            #expect(try await emitter.publish([.sample(1)]) == [.routed])
            await emitter.close()
            await other.close()
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

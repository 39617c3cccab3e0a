import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// What the broker lets an emitter's user do, and what not.
    @Suite struct Rights {
        private static let queue = "my-docker-network.host.gate"

        @Test(
            "an emitter's user can touch nothing but its own",
            arguments: [
                ["consume", queue], ["get", queue], ["purge", queue], ["delete-queue", queue],
                ["declare-queue", queue], ["declare-queue", "anything"],
                ["unbind", queue, "my-docker-network"],
                ["bind-queue", queue, "my-docker-network.resync"],
                ["declare-exchange", "my-docker-network"],
                ["delete-exchange", "my-docker-network"],
                ["delete-exchange", "my-docker-network.resync"],
                ["bind", "my-docker-network"], ["bind", "amq.fanout"],
                ["publish", "my-docker-network.resync"], ["publish", "", queue],
                ["publish", "amq.fanout"],
            ])
        func refused(action: [String]) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                #expect(try await lab.attempt(lab.emitterUser, action) == "403")
                // What it tried left no trace.
                try await lab.emit(["up", "web", "--address", "10.9.8.6", "--wait"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.6"])
                #expect(await host.names.ask("stranger.docker") == .noSuchName)
            }
        }

        @Test("what the same user may do, the same program can do")
        func allowed() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = lab.emitterUser
                for action in [
                    ["look-at-exchange", "my-docker-network"],
                    ["bind", "my-docker-network.resync"],
                    ["publish", "my-docker-network"],
                    ["publish", "my-docker-network", "", emitter],
                ] {
                    #expect(try await lab.attempt(emitter, action) == "done")
                }
                try await host.names.waitUntil("stranger.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("a forged user-id is refused by the broker")
        func forged() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let action = ["publish", "my-docker-network", "", lab.hostUser]
                #expect(try await lab.attempt(lab.emitterUser, action) == "406")
                try await lab.emit(["up", "web", "--address", "10.9.8.6", "--wait"])
                #expect(await host.names.ask("stranger.docker") == .noSuchName)
            }
        }

        @Test(
            "with nothing but the right to write, run says once that it hears no requests",
            .needsReceipts)
        func nothingButWrite() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.broker.addUser(
                    lab.emitterUser, password: lab.password, in: lab.virtualHost,
                    ManagementAPI.Permissions(
                        configure: "^$", write: "^my-docker-network$", read: "^$"))
                try await lab.emit(["up", "once", "--address", "10.9.8.5", "--wait"])
                #expect(await host.names.ask("once.docker")?.records == ["10.9.8.5"])
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "1s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await emitter.waitForLine("resync")
                // A connection made anew says it no second time.
                try await lab.closeConnections(atLeast: 2)
                try await eventually("it has announced again") {
                    emitter.lines(with: "announced") == 2
                }
                try await always("it says so once", for: .seconds(2)) {
                    let records = await host.names.ask("web.docker")?.records
                    return emitter.lines(with: "resync") == 1 && records == ["10.9.8.7"]
                }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("with an emitter's rights, run says nothing of the kind")
        func emitterRights() async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost()
                let emitter = try lab.startEmitter(["run", "web", "--address", "10.9.8.7"])
                try await emitter.waitForLine("announced")
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                #expect(emitter.lines(with: "resync") == 0)
            }
        }
    }
}

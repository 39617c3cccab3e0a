import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// What an emitter says, and what then resolves.
    @Suite struct Announcing {
        @Test("up: the name resolves; down: it is gone", arguments: NameServer.Layout.allCases)
        func upAndDown(layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(layout)
                try await lab.emit(["up", "web", "www", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("www.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(["down", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntilGone("web.docker")
                #expect(await host.names.ask("www.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("both kinds of queue", arguments: ["durable", "exclusive"])
        func queues(queue: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(.directory, Lab.HostSettings(queue: queue))
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(["down", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("run: the name outlives its lease, as it is renewed")
        func renewal() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "2s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await always("web.docker resolves", for: .seconds(5)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(emitter.end == nil)
            }
        }

        @Test("run: SIGTERM and SIGINT withdraw the name", arguments: [SIGTERM, SIGINT])
        func withdrawal(signal: Int32) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "10m"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(signal)
                #expect(try await emitter.waitForEnd() == .exit(0))
                // The lease is far from over: it is gone since it was withdrawn.
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("run: killed, its name goes when the lease ends")
        func expiry() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGKILL)
                #expect(try await emitter.waitForEnd() == .signal(SIGKILL))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                try await host.names.waitUntilGone("web.docker", within: .seconds(15))
            }
        }

        @Test("up --lease: unrepeated, the name goes when the lease ends")
        func leasedOneShot() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--lease", "2s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntilGone("web.docker", within: .seconds(15))
            }
        }

        @Test("several emitters at once")
        func several() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let running = try (1...4).map { number in
                    try lab.startEmitter(["run", "run-\(number)", "--address", "10.9.8.\(number)"])
                }
                let shots = try (1...4).map { number in
                    try lab.startEmitter(["up", "up-\(number)", "--address", "10.9.7.\(number)"])
                }
                for shot in shots { #expect(try await shot.waitForEnd() == .exit(0)) }
                for number in 1...4 {
                    try await host.names.waitUntil(
                        "run-\(number).docker", resolvesTo: ["10.9.8.\(number)"])
                    try await host.names.waitUntil(
                        "up-\(number).docker", resolvesTo: ["10.9.7.\(number)"])
                }
                running[0].signal(SIGTERM)
                try await host.names.waitUntilGone("run-1.docker")
                #expect(await host.names.ask("run-2.docker")?.records == ["10.9.8.2"])
            }
        }

        @Test("two host services on one broker: each gets everything")
        func twoHosts() async throws {
            try await Lab.run { lab in
                let hosts = [
                    try await lab.startHost(.directory, Lab.HostSettings(name: "east")),
                    try await lab.startHost(.file, Lab.HostSettings(name: "west")),
                ]
                let emitter = try lab.startEmitter(["run", "db", "--address", "10.9.8.6"])
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                for host in hosts {
                    try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                    try await host.names.waitUntil("db.docker", resolvesTo: ["10.9.8.6"])
                }
                emitter.signal(SIGTERM)
                try await lab.emit(["down", "web", "--address", "10.9.8.7"])
                for host in hosts {
                    try await host.names.waitUntilGone("web.docker")
                    try await host.names.waitUntilGone("db.docker")
                }
            }
        }
    }
}

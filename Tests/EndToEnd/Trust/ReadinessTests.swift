import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// How an emitter tells that it was heard.
    @Suite struct Readiness {
        @Test("--wait prints one line with how long it took", .needsReceipts)
        func waiting() async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost()
                let one = try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                let took = try #require(
                    one.output.wholeMatch(
                        of: /web\.docker resolves after (?<time>\d+\.\d) ms\n/))
                #expect(try #require(Double(took.time)) > 0)
                let two = try await lab.emit(
                    ["up", "web", "www", "--address", "10.9.8.7", "--wait"])
                #expect(two.output.hasPrefix("web.docker, www.docker resolve after "))
                let down = try await lab.emit(["down", "web", "--address", "10.9.8.7", "--wait"])
                #expect(down.output.hasPrefix("web.docker is withdrawn after "))
                let without = try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                #expect(without.output == "")
            }
        }

        @Test("run says READY=1 and makes its file when a host hears it first, and not before")
        func run() async throws {
            try await Lab.run { lab in
                let socket = try NotificationSocket(lab.path("notify"))
                // What an earlier run left says nothing about this one.
                let file = try lab.write("", to: "ready")
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "1s", "--ready-file", file],
                    environment: ["NOTIFY_SOCKET": socket.path])
                try await emitter.waitForLine("no host listens")
                #expect(!FileManager.default.fileExists(atPath: file))
                #expect(socket.receive() == nil)

                let host = try await lab.startHost()
                try await eventually("the file is there") {
                    FileManager.default.fileExists(atPath: file)
                }
                try await eventually("READY=1 comes") { socket.receive() == "READY=1" }

                // Heard again after a gap: it was ready already.
                try FileManager.default.removeItem(atPath: file)
                host.program.signal(SIGTERM)
                try await host.program.waitForEnd()
                try await lab.broker.request(
                    "DELETE", "queues/\(lab.virtualHost)/my-docker-network.host.gate")
                try await eventually("nobody hears") { emitter.lines(with: "no host listens") == 2 }
                _ = try await lab.serve(host.configurationFile)
                try await eventually("heard again") { emitter.lines(with: "announced") == 2 }
                #expect(!FileManager.default.fileExists(atPath: file))
                #expect(socket.receive() == nil)
            }
        }

        @Test("--ready-file: what is not an empty file is left alone, and said: 64")
        func otherFile() async throws {
            try await Lab.run { lab in
                let precious = try lab.write("precious", to: "precious")
                for path in [precious, lab.folder, lab.path("absent/ready")] {
                    let program = try lab.startEmitter(
                        ["run", "web", "--address", "10.9.8.7", "--ready-file", path])
                    try await lab.expectOneLine(
                        of: program, status: 64, saying: ["--ready-file", path])
                }
                #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
            }
        }
    }
}

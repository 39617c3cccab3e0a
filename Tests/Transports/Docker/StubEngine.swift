#if Docker
    import DockerNetwork
    import DockerNetworkDocker
    import Foundation
    import TestSupport
    import Testing

    /// An engine's API without containers, which does badly what a test asks for.
    final class StubEngine {
        let folder: String
        private var process: ChildProcess?

        /// Starts it, and waits until it listens.
        init() async throws {
            folder = NSTemporaryDirectory() + "engine-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(
                atPath: "\(folder)/containers", withIntermediateDirectories: true)
            try await start()
        }

        deinit {
            process = nil
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Starts it once more.
        func start() async throws {
            let python = try #require(Command.path(of: "python3"))
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../EndToEnd/Python/engine.py").standardized.path
            process = try ChildProcess(python, [script, socket, folder])
            let socket = socket
            try await eventually("the stub listens") {
                FileManager.default.fileExists(atPath: socket)
            }
        }

        /// Ends it.
        func stop() {
            process = nil
            try? FileManager.default.removeItem(atPath: socket)
        }

        var socket: String { "\(folder)/docker.sock" }

        /// A configuration that watches it.
        func configuration(_ lease: Int64 = 30) -> DockerConfiguration {
            DockerConfiguration(
                place: .socket(socket), name: "stub", lease: Lease(seconds: lease) ?? .usual,
                requestTimeout: .seconds(2))
        }

        /// The id of a container by its number.
        static func id(_ number: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 15 - digits.count) + digits
                + String(repeating: "c", count: 49)
        }

        /// Lets a container run.
        func run(
            _ number: Int, name: String, address: String, health: String? = nil,
            labels: [String: String] = [:]
        ) throws {
            let container: [String: Any] = [
                "Id": Self.id(number), "Name": "/\(name)", "Path": "sleep", "Args": ["1"],
                "State": [
                    "Status": "running", "Running": true, "Restarting": false,
                    "StartedAt": "2026-01-01T00:00:00.5Z",
                    "Health": health.map { ["Status": $0] } as Any,
                ],
                "Config": ["Hostname": String(Self.id(number).prefix(12)), "Labels": labels],
                "HostConfig": ["NetworkMode": "bridge"],
                "NetworkSettings": [
                    "Networks": [
                        "bridge": [
                            "IPAddress": address, "GlobalIPv6Address": "", "Aliases": NSNull(),
                        ]
                    ]
                ],
            ]
            let data = try JSONSerialization.data(withJSONObject: container)
            try data.write(to: URL(fileURLWithPath: path(number)), options: .atomic)
        }

        /// Lets a container end.
        func remove(_ number: Int) throws {
            try FileManager.default.removeItem(atPath: path(number))
        }

        private func path(_ number: Int) -> String {
            "\(folder)/containers/\(Self.id(number)).json"
        }

        /// Says that something happened to a container.
        func say(_ action: String, _ number: Int) throws {
            try say(
                #"{"Type":"container","Action":"\#(action)","Actor":{"ID":"\#(Self.id(number))"}}"#)
        }

        /// Adds a line to the stream of events.
        func say(_ line: String) throws {
            let file = try #require(FileHandle(forWritingAtPath: "\(folder)/events.jsonl"))
            try file.seekToEnd()
            try file.write(contentsOf: Data("\(line)\n".utf8))
            try file.close()
        }

        /// Lets it do something badly, of requests whose path ends so; nil: nothing.
        func misbehave(_ manner: String?, at end: String = "") throws {
            let path = "\(folder)/manner"
            guard let manner else { return try FileManager.default.removeItem(atPath: path) }
            try Data("\(manner) \(end)".utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        }

        /// The paths that were asked for.
        func requests() throws -> [String] {
            try String(contentsOfFile: "\(folder)/requests", encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
    }
#endif

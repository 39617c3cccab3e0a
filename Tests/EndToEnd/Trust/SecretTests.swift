import Foundation
import Testing

extension EndToEndTests {
    /// The password shows nowhere; what a program prints is searched for it when its lab ends.
    @Suite struct Secrets {
        @Test("from a file, at the most talkative level: in no log, no argument, no file written")
        func file() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let host = try lab.startHostTool(
                    ["serve", "--config", file, "--log-level", "trace"])
                try await host.waitForLine("ready")
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--log-level", "trace"])
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(
                    ["up", "one", "--address", "10.9.8.6", "--wait", "--log-level", "trace"])
                for program in [host, emitter] { try lab.expectHidden(in: program) }
                for verb in [["check-config"], ["check-config", "--connect"], ["list", "--json"]] {
                    let program = try lab.startHostTool(verb + ["--config", file])
                    #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
                }
                try lab.expectInNoFile(but: ["password"])
            }
        }

        @Test("from the environment: said nowhere")
        func environment() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let secret = [
                    "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    "MY_DOCKER_NETWORK_PASSWORD": lab.password,
                ]
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--log-level", "trace"],
                    environment: secret)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try lab.expectHidden(in: emitter)
                let refused = try await lab.emit(
                    ["up", "localhost", "--address", "10.9.8.6", "--wait"], status: 77,
                    environment: secret)
                #expect(refused.errors.contains("reserved"))
                try lab.expectInNoFile(but: ["password"])
            }
        }

        @Test("in the URL of the TOML file: accepted with a warning that does not repeat it")
        func url() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let text = try String(contentsOfFile: file, encoding: .utf8)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                    .filter { !$0.hasPrefix("password-file") }
                let open = lines.joined(separator: "\n").replacing(
                    "\(lab.hostUser)@", with: "\(lab.hostUser):\(lab.password)@")
                try lab.write(open, to: "gate.toml", mode: 0o600)
                let check = try lab.startHostTool(["check-config", "--connect", "--config", file])
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect((check.output + check.errors).contains("password"))
                let host = try lab.startHostTool(
                    ["serve", "--config", file, "--log-level", "trace"])
                try await host.waitForLine("ready")
                let warning = host.errorLines.first { $0.contains(" warning ") } ?? ""
                #expect(warning.contains("password"), "\(host.errors)")
                try lab.expectInNoFile(but: ["password", "gate.toml"])
            }
        }

        @Test("on the command line: refused, and not repeated", arguments: ["up", "run", "serve"])
        func argument(verb: String) async throws {
            try await Lab.run { lab in
                let url =
                    "amqp://\(lab.emitterUser):\(lab.password)@127.0.0.1:"
                    + "\(lab.environment.brokerPort)/\(lab.virtualHost)"
                for arguments in [["--url", url], ["--url=\(url)"], [url], ["--ulr", url]] {
                    let program =
                        verb == "serve"
                        ? try lab.startHostTool([verb] + arguments)
                        : try lab.startEmitter([verb] + arguments)
                    #expect(try await program.waitForEnd() == .exit(64), "\(program.errors)")
                    #expect(!program.errors.isEmpty)
                }
            }
        }

        @Test(
            "a wrong one: 77, and neither it nor the right one is said", arguments: ["up", "run"])
        func wrong(verb: String) async throws {
            try await Lab.run { lab in
                let program = try lab.startEmitter(
                    [verb, "web", "--address", "10.9.8.7", "--log-level", "trace"],
                    environment: [
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                        "MY_DOCKER_NETWORK_PASSWORD": "wrong-\(lab.password)",
                    ])
                #expect(try await program.waitForEnd() == .exit(77), "\(program.errors)")
            }
        }

        @Test("a password file that others can read: a warning that names the mode")
        func looseFile() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                for mode in [0o644, 0o640, 0o604] {
                    let file = try lab.write(lab.password, to: "loose", mode: mode)
                    let emitter = try lab.startEmitter(
                        ["run", "web", "--address", "10.9.8.7"],
                        environment: ["MY_DOCKER_NETWORK_PASSWORD_FILE": file])
                    try await emitter.waitForLine("announced")
                    let warning = emitter.errorLines.first { $0.contains(" warning ") } ?? ""
                    #expect(warning.contains("0\(String(mode, radix: 8))"), "\(emitter.errors)")
                    #expect(warning.contains(file))
                    emitter.signal(SIGTERM)
                    try await emitter.waitForEnd()
                }
                #expect(host.program.lines(with: " warning ") == 0)
                try lab.expectInNoFile(but: ["password", "loose"])
            }
        }
    }
}

extension Lab {
    /// Expects that a running program shows the password to nobody who looks at its arguments.
    fileprivate func expectHidden(
        in program: RunningProgram, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let arguments = try Data(
            contentsOf: URL(fileURLWithPath: "/proc/\(program.process)/cmdline"))
        #expect(
            arguments.firstRange(of: Data(password.utf8)) == nil, sourceLocation: sourceLocation)
    }

    /// Expects that no file of the lab's folder has the password, but those that shall.
    fileprivate func expectInNoFile(
        but expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let files = try #require(FileManager.default.enumerator(atPath: folder))
        var found: [String] = []
        for case let file as String in files {
            guard let contents = FileManager.default.contents(atPath: path(file)),
                contents.firstRange(of: Data(password.utf8)) != nil
            else { continue }
            found.append(file)
        }
        #expect(found.sorted() == expected.sorted(), sourceLocation: sourceLocation)
    }
}

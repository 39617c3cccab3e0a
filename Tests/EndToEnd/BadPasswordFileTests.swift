import Foundation
import Testing

extension EndToEndTests {
    /// Password files that are wrong: one line that names the file, and 78.
    @Suite struct BadPasswordFile {
        @Test("missing", arguments: ["up", "run", "serve", "check-config"])
        func missing(verb: String) async throws {
            try await Lab.run { lab in
                try await Self.expectRefused(verb, lab, lab.path("absent"), "no such file")
            }
        }

        @Test("empty, or nothing but a newline", arguments: ["", "\n"])
        func empty(text: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write(text, to: "empty", mode: 0o600)
                for verb in ["up", "serve"] {
                    try await Self.expectRefused(verb, lab, file, "empty")
                }
            }
        }

        @Test("unreadable", arguments: ["up", "run", "serve", "check-config"])
        func unreadable(verb: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password, to: "closed", mode: 0)
                try await Self.expectRefused(verb, lab, file, "readable", withoutPrivilege: true)
            }
        }

        @Test("a folder, several lines, too much, no text")
        func odd() async throws {
            try await Lab.run { lab in
                try FileManager.default.createDirectory(
                    atPath: lab.path("folder"), withIntermediateDirectories: false)
                let long = String(repeating: lab.password, count: 200)
                try lab.write("\(lab.password)\n\(lab.password)\n", to: "lines", mode: 0o600)
                try lab.write(long, to: "long", mode: 0o600)
                try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: lab.path("bytes")))
                for name in ["folder", "lines", "long", "bytes"] {
                    try await Self.expectRefused("serve", lab, lab.path(name), "password")
                }
            }
        }

        @Test("readable by others: every command that reads it warns once, and works")
        func open() async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password, to: "open", mode: 0o644)
                let settings = Lab.HostSettings(
                    passwordFile: file,
                    more: "[emit]\nhostnames = [\"gate\"]\naddresses = [\"10.9.8.1\"]")
                let host = try await lab.startHost(.directory, settings)
                let environment = ["MY_DOCKER_NETWORK_PASSWORD_FILE": file]
                let web = ["web", "--address", "10.9.8.7"]
                var programs = [host.program]
                for verb in ["up", "down"] {
                    programs.append(try await lab.emit([verb] + web, environment: environment))
                }
                let exec = try lab.startEmitter(
                    ["exec", "--hostname", "job", "--address", "10.9.8.8", "--", "true"],
                    environment: environment)
                #expect(try await exec.waitForEnd() == .exit(0), "\(exec.errors)")
                let run = try lab.startEmitter(["run"] + web, environment: environment)
                let start = try lab.startHostTool([
                    "--start", "-D", "--emit-only", "--config", host.configurationFile,
                    "--pid-file", lab.path("service.pid"),
                ])
                programs += [exec, run, start]
                for more in [[], ["--connect"]] {
                    let check = try lab.startHostTool(
                        ["check-config", "--config", host.configurationFile] + more)
                    #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                    programs.append(check)
                }
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                for program in programs {
                    let lines = program.errorLines.filter {
                        $0.contains("chmod 600") && $0.contains(file)
                    }
                    #expect(lines.count == 1, "\(program.name): \(program.errors)")
                }
            }
        }

        @Test("check-config warns of a file that the environment puts out of use, too")
        func unused() async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password, to: "open", mode: 0o644)
                let configuration = try lab.write(
                    lab.configuration(passwordFile: file), to: "config.toml")
                let check = try lab.startHostTool(
                    ["check-config", "--config", configuration],
                    environment: ["MY_DOCKER_NETWORK_PASSWORD_FILE": lab.path("password")])
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect(check.errorLines.filter { $0.contains(file) }.count == 1)
            }
        }

        @Test("a line end is no part of it, LF or CRLF", arguments: ["\n", "\r\n"])
        func lineEnd(end: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password + end, to: "ended", mode: 0o600)
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(passwordFile: file))
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7"],
                    environment: ["MY_DOCKER_NETWORK_PASSWORD_FILE": file])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        private static func expectRefused(
            _ verb: String, _ lab: Lab, _ file: String, _ words: String,
            withoutPrivilege: Bool = false
        ) async throws {
            // root reads everything, unless it gives that up.
            let prefix =
                withoutPrivilege && geteuid() == 0
                ? [
                    "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search",
                    "--inh-caps=-dac_override,-dac_read_search",
                ] : []
            let program: RunningProgram
            if ["up", "run"].contains(verb) {
                program = try lab.start(
                    verb,
                    prefix + ["\(lab.environment.programs)/my-docker-network-emit", verb]
                        + ["web", "--address", "10.9.8.7"],
                    environment: lab.emitterEnvironment.merging(
                        ["MY_DOCKER_NETWORK_PASSWORD_FILE": file]) { $1 })
            } else {
                let configuration = try lab.write(
                    lab.configuration(passwordFile: file), to: "config.toml")
                program = try lab.start(
                    verb,
                    prefix + ["\(lab.environment.programs)/my-docker-network", verb]
                        + ["--config", configuration])
            }
            try await lab.expectOneLine(of: program, status: 78, saying: [file, words])
        }
    }
}

import Foundation
import Testing

extension EndToEndTests {
    /// The host service as a user of its own, without any capability.
    @Suite(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    struct Unprivileged {
        /// Nobody's number on any machine that these tests meet.
        private static let stranger: UInt32 = 41_287
        /// The user that the name server runs as.
        private static let nobody: UInt32 = 65_534

        @Test("directory layout: it needs no right but to its folder")
        func directory() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                try lab.give(names.path, to: Self.stranger)
                let host = try await lab.serve(as: Self.stranger, names)
                try Self.expectNoRights(of: host)
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await names.ask("web.docker")?.records == ["10.9.8.7"])
                try await lab.emit(["down", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await names.ask("web.docker") == .noSuchName)
                #expect(host.lines(with: " warning ") == 0, "\(host.errors)")
                host.signal(SIGTERM)
                #expect(try await host.waitForEnd() == .exit(0))
            }
        }

        @Test("a folder that is not its own: it says which, and recovers once it may write")
        func foreignFolder() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let host = try await lab.serve(as: Self.stranger, names)
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.waitForLine(names.path)
                #expect(await names.ask("web.docker") == .noSuchName)
                try lab.give(names.path, to: Self.stranger)
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("file layout: where it may not signal dnsmasq it says so, and names the process")
        func file() async throws {
            try await Lab.run { lab in
                let names = try await lab.startSeparateNameServer(owner: Self.stranger)
                let host = try await lab.serve(as: Self.stranger, names)
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.waitForLine("cannot signal")
                let line = host.errorLines.first { $0.contains("cannot signal") } ?? ""
                #expect(line.contains("dnsmasq"), "\(line)")
                #expect(line.contains("CAP_KILL"), "\(line)")
            }
        }

        @Test(
            "file layout: as dnsmasq's user, or with CAP_KILL, it works", arguments: [true, false])
        func fileWithRight(asItsUser: Bool) async throws {
            try await Lab.run { lab in
                let user = asItsUser ? Self.nobody : Self.stranger
                let names = try await lab.startSeparateNameServer(owner: user)
                let host = try await lab.serve(as: user, names, mayKill: !asItsUser)
                if asItsUser { try Self.expectNoRights(of: host) }
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(host.lines(with: " warning ") == 0, "\(host.errors)")
            }
        }

        @Test("file layout: a group that has rights of its own is not dropped silently")
        func foreignGroup() async throws {
            try await Lab.run { lab in
                let names = try await lab.startSeparateNameServer(owner: Self.stranger)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o640], ofItemAtPath: names.path)
                let host = try await lab.serve(as: Self.stranger, names, mayKill: true)
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.waitForLine("cannot write the sink")
                let attributes = try FileManager.default.attributesOfItem(atPath: names.path)
                #expect(attributes[.groupOwnerAccountID] as? UInt32 == 0)
                #expect(attributes[.size] as? Int == 0)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: names.path)
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("an emitter as a user of its own announces, and its memory is nobody else's")
        func emitter() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let password = try lab.write(lab.password, to: "own", mode: 0o600)
                try lab.give(password, to: Self.stranger)
                let emitter = try lab.start(
                    "emitter",
                    Self.dropping(to: Self.stranger) + [
                        "\(lab.environment.programs)/my-docker-network-emit", "run", "web",
                        "--address", "10.9.8.7",
                    ],
                    environment: lab.emitterEnvironment.merging(
                        ["MY_DOCKER_NETWORK_PASSWORD_FILE": password]) { $1 })
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try Self.expectNoRights(of: emitter)
                // What the system keeps out of core dumps belongs to root (proc(5)).
                let memory = try FileManager.default.attributesOfItem(
                    atPath: "/proc/\(emitter.process)/mem")
                #expect(memory[.ownerAccountID] as? UInt32 == 0)
            }
        }

        /// The command that gives up everything and becomes a user.
        fileprivate static func dropping(to user: UInt32, mayKill: Bool = false) -> [String] {
            let rights =
                mayKill
                ? [
                    "--bounding-set=-all,+kill", "--inh-caps=-all,+kill",
                    "--ambient-caps=-all,+kill",
                ] : ["--bounding-set=-all", "--inh-caps=-all"]
            return ["/usr/bin/env", "setpriv", "--reuid=\(user)", "--regid=\(user)"]
                + ["--clear-groups", "--no-new-privs"] + rights
        }

        private static func expectNoRights(
            of program: RunningProgram, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let status = try String(
                contentsOfFile: "/proc/\(program.process)/status", encoding: .utf8)
            for name in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                #expect(
                    status.contains("\(name):\t0000000000000000\n"), "\(status)",
                    sourceLocation: sourceLocation)
            }
        }
    }
}

extension Lab {
    /// Makes a user the owner of a file or a folder.
    fileprivate func give(_ path: String, to user: UInt32) throws {
        try FileManager.default.setAttributes([.ownerAccountID: user], ofItemAtPath: path)
    }

    /// Starts a dnsmasq that reads one file, in a folder that belongs to a user.
    fileprivate func startSeparateNameServer(owner user: UInt32) async throws -> NameServer {
        let folder = path("separate")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
        try give(folder, to: user)
        let names = try makeNameServer(.file, path: "\(folder)/hosts")
        try makeSink(of: names)
        try give(names.path, to: user)
        try await start(names)
        return names
    }

    /// Starts a host service as a user, and waits until it listens.
    fileprivate func serve(
        as user: UInt32, _ names: NameServer, mayKill: Bool = false
    ) async throws -> RunningProgram {
        let own = try write(password, to: "own-password", mode: 0o600)
        try give(own, to: user)
        let file = try writeConfiguration(HostSettings(passwordFile: own), names)
        let program = try start(
            "my-docker-network",
            EndToEndTests.Unprivileged.dropping(to: user, mayKill: mayKill) + [
                "\(environment.programs)/my-docker-network", "serve", "--config", file,
            ])
        try await program.waitForLine("ready")
        return program
    }
}

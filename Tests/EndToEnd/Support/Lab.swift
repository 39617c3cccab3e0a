import Foundation
import Synchronization
import Testing

/// What one test has to itself: a virtual host with three users, a folder, and the programs that
/// it starts.
final class Lab: Sendable {
    let environment: LabEnvironment
    let broker: ManagementAPI
    let virtualHost: String
    let folder: String
    /// The password of each of the lab's users; nothing may ever print it.
    let password: String
    private let started = Mutex<[RunningProgram]>([])
    private let answering = Mutex<[NameServer]>([])

    var hostUser: String { "host-\(virtualHost)" }
    var emitterUser: String { "emitter-\(virtualHost)" }
    /// The user of the programs of 2014, who may do everything.
    var legacyUser: String { "legacy-\(virtualHost)" }

    /// The name servers that were started.
    var nameServers: [NameServer] { answering.withLock(\.self) }

    private init(_ environment: LabEnvironment) throws {
        self.environment = environment
        broker = ManagementAPI(environment: environment)
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        virtualHost = "end-to-end-\(number)"
        password = "secret-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        // The name server reads in it as nobody.
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("my-docker-network-\(virtualHost)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
    }

    /// Runs a test's body in a lab of its own, and ends all that it started.
    ///
    /// - Parameters:
    ///   - environment: Another environment than the one that all tests share.
    ///   - body: What the test does.
    /// - Throws: `LabFailure` with what the body threw.
    static func run(
        in environment: LabEnvironment? = LabEnvironment.current, _ body: (Lab) async throws -> Void
    ) async throws {
        let environment = try #require(environment)
        await LabSlots.shared.take()
        let lab: Lab
        do {
            lab = try Lab(environment)
        } catch {
            await LabSlots.shared.giveBack()
            throw error
        }
        var failure: (any Error)?
        do {
            try await lab.prepare()
            try await body(lab)
        } catch {
            failure = LabFailure("\(error)", lab.words)
        }
        await lab.remove()
        await LabSlots.shared.giveBack()
        if let failure { throw failure }
    }

    private func prepare() async throws {
        try await broker.addVirtualHost(virtualHost)
        try await broker.addUser(hostUser, password: password, in: virtualHost, .host)
        try await broker.addUser(emitterUser, password: password, in: virtualHost, .emitter)
        try await broker.addUser(legacyUser, password: password, in: virtualHost, .everything)
        try write(password, to: "password", mode: 0o600)
        try write("", to: "empty.toml")
    }

    private func remove() async {
        let programs = started.withLock { $0 }
        for program in programs.reversed() { await program.endNow() }
        for program in programs {
            let words = program.output + program.errors
            #expect(!words.contains(password), "\(program.name) told the password")
        }
        _ = try? await broker.request("DELETE", "vhosts/\(virtualHost)")
        for user in [hostUser, emitterUser, legacyUser] {
            _ = try? await broker.request("DELETE", "users/\(user)")
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What every program said, for a failure.
    private var words: String {
        started.withLock { $0 }.map { program in
            let end = program.end.map { "\($0)" } ?? "runs"
            return "--- \(program.name) (\(end))\n\(program.errors.suffix(3_000))"
        }.joined(separator: "\n")
    }

    /// A name server answers from now on.
    func note(_ names: NameServer) {
        answering.withLock { known in
            known.removeAll { $0.port == names.port }
            known.append(names)
        }
    }

    // MARK: - Files and programs

    /// The path of a file in the lab's folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file of the lab's folder, and returns its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }

    /// Starts a program, which ends with the lab at the latest.
    func start(
        _ name: String, _ arguments: [String], environment: [String: String] = [:],
        input: String = ""
    ) throws -> RunningProgram {
        let number = started.withLock(\.count)
        let program = try RunningProgram(
            arguments,
            environment: environment.merging(
                ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
            ) { given, _ in given },
            input: input, files: path("\(number)-\(name)"))
        started.withLock { $0.append(program) }
        return program
    }
}

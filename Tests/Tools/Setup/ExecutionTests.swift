@testable import DockerNetworkSetup
import Foundation
import Testing
import TestSupport

/// As root the record and the files are root's, else this user's: chown(2) to oneself is allowed.
@Suite("Doing a plan, and undoing it")
struct ExecutionTests {
    private struct Place {
        let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        var record: String { "\(folder.path)/record" }

        func execution() throws -> Execution { try Execution(recordIn: record) }

        func text(_ name: String) -> String? {
            try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
        }

        func change(_ name: String, _ new: String, line: String? = nil) -> Plan.Step {
            .write(
                Plan.FileChange(
                    path: "\(folder.path)/\(name)", old: text(name).map { Array($0.utf8) },
                    new: Array(new.utf8), reason: "it is a test", line: line))
        }

        /// Everything below the folder, each with its mode and content.
        func listing() throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { name in
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: "\(folder.path)/\(name)")
                return "\(name) \(attributes[.posixPermissions] ?? 0) \(text(name) ?? "")"
            }
        }
    }

    private static let isRoot = getuid() == 0

    @Test("files are written, and put back byte for byte with their modes", .enabled(if: isRoot))
    func undo() throws {
        let place = try Place()
        _ = try place.folder.write("a", "old\r\n\u{0}", mode: 0o640)
        _ = try place.folder.write("b", "b")
        let before = try place.listing()
        var execution = try place.execution()
        try execution.perform(place.change("a", "new"))
        try execution.perform(place.change("x/y/c", "made"))
        try execution.perform(
            .run(
                Plan.Command(["true"], undo: ["true"], afterUndo: ["true"], reason: "it is a test"))
        )
        #expect(place.text("a") == "new" && place.text("x/y/c") == "made")
        // A second run changes the same file once more; what was there before the first counts.
        var second = try place.execution()
        try second.perform(place.change("a", "newer"))
        var third = try place.execution()
        #expect(!third.isEmpty)
        let undone = try third.undo()
        #expect(undone.failed.isEmpty, "\(undone.failed)")
        #expect(try place.listing() == before)
        #expect(try place.execution().isEmpty)
    }

    @Test("what somebody else has written since stays, but for our line", .enabled(if: isRoot))
    func foreign() throws {
        let place = try Place()
        _ = try place.folder.write("resolv.conf", "nameserver 10.0.0.2\n")
        _ = try place.folder.write("daemon.json", "{}")
        var execution = try place.execution()
        let line = "nameserver 127.0.0.1"
        try execution.perform(
            place.change("resolv.conf", "\(line)\nnameserver 10.0.0.2\n", line: line))
        try execution.perform(place.change("daemon.json", "{\"dns\": []}"))
        _ = try place.folder.write("resolv.conf", "\(line)\nnameserver 10.0.0.9\n")
        _ = try place.folder.write("daemon.json", "{\"mine\": 1}")
        let undone = try execution.undo()
        #expect(undone.failed.count == 1 && undone.failed[0].contains("daemon.json"))
        #expect(place.text("resolv.conf") == "nameserver 10.0.0.9\n")
        #expect(place.text("daemon.json") == "{\"mine\": 1}")
        // It goes on being known, so that the original can be found.
        #expect(try !place.execution().isEmpty)
    }

    @Test(
        "a file that was written since the plan was made is not overwritten", .enabled(if: isRoot))
    func changedMeanwhile() throws {
        let place = try Place()
        _ = try place.folder.write("a", "old")
        let step = place.change("a", "new")
        _ = try place.folder.write("a", "somebody's")
        var execution = try place.execution()
        #expect(throws: (any Error).self) { try execution.perform(step) }
        #expect(place.text("a") == "somebody's")
    }

    @Test("a command that fails ends it, with the command's own words", .enabled(if: isRoot))
    func failingCommand() throws {
        var execution = try Place().execution()
        #expect {
            try execution.perform(
                .run(Plan.Command(["sh", "-c", "echo no luck; exit 3"], reason: "it is a test")))
        } throws: { error in
            "\(error)".contains("ends with 3: no luck")
        }
    }
}

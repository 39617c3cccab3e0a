import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkHostsFile
import Foundation
import TestSupport
import Testing

/// What others put where files are replaced, and what becomes of it.
@Suite(.enabled(if: geteuid() == 0, "only root can act for two users"))
struct HostileFolderTests {
    private let folder: TemporaryFolder
    private static let user: UInt32 = 61_003

    init() throws {
        folder = try TemporaryFolder()
        mkdir(folder("theirs"), 0o755)
        try #require(chown(folder("theirs"), Self.user, Self.user) == 0)
    }

    private func status(_ name: String) throws -> stat {
        var status = stat()
        try #require(lstat(folder(name), &status) == 0)
        return status
    }

    private func write(_ text: String, to name: String, owner: UInt32, mode: mode_t) throws {
        try folder.write(text.utf8, to: name)
        try #require(chown(folder(name), owner, owner) == 0)
        try #require(chmod(folder(name), mode) == 0)
    }

    @Test func theirFilesStayTheirs() throws {
        try write("old\n", to: "theirs/hosts", owner: Self.user, mode: 0o640)
        // A group that they were given, and that root alone can give.
        try #require(chown(folder("theirs/hosts"), Self.user, 12_345) == 0)
        try FileWriter.replace(
            folder("theirs/hosts"), with: Array("new\n".utf8), durability: .power)
        try SharedFile.edit(folder("theirs/hosts")) { $0 + Array("more\n".utf8) }
        let status = try status("theirs/hosts")
        #expect(status.st_uid == Self.user && status.st_gid == 12_345)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(try folder.read("theirs/hosts") == Array("new\nmore\n".utf8))
        #expect(try folder.names(in: "theirs") == ["hosts"])
    }

    @Test func aFileOfRootsInTheirFolderBecomesTheirs() throws {
        try write("old\n", to: "theirs/hosts", owner: 0, mode: 0o644)
        try FileWriter.replace(
            folder("theirs/hosts"), with: Array("new\n".utf8), durability: .power)
        let status = try status("theirs/hosts")
        #expect(status.st_uid == Self.user && status.st_mode & 0o7777 == 0o644)
    }

    @Test func whatTheyMayNotReadIsNotReadForThem() throws {
        try write("secret\n", to: "victim", owner: 0, mode: 0o600)
        for name in ["hard", "soft"] {
            if name == "hard" {
                try #require(link(folder("victim"), folder("theirs/hard")) == 0)
            } else {
                try #require(symlink(folder("victim"), folder("theirs/soft")) == 0)
            }
            let before = try status("victim")
            #expect(throws: SinkError.self) { try FileReader.read(folder("theirs/\(name)")) }
            #expect(throws: SinkError.self) {
                try SharedFile.edit(folder("theirs/\(name)")) { $0 + Array("more\n".utf8) }
            }
            #expect(throws: SinkError.self) {
                try FileWriter.replace(
                    folder("theirs/\(name)"), with: Array("new\n".utf8), durability: .power)
            }
            let after = try status("victim")
            #expect(try folder.read("victim") == Array("secret\n".utf8))
            #expect(before.st_ino == after.st_ino && before.st_mode == after.st_mode)
            #expect(before.st_uid == after.st_uid && before.st_gid == after.st_gid)
        }
        #expect(try folder.names(in: "theirs") == ["hard", "soft"])
    }

    /// In a folder of root's own, too: a hosts file has no use for them.
    @Test func noFileGetsTheRightsOfAProgram() throws {
        try write("old\n", to: "hosts", owner: 0, mode: 0o6755)
        let capability: [UInt8] = [
            1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ]
        let file = open(folder("hosts"), O_RDONLY)
        defer { close(file) }
        let name = "security.capability"
        let isThere = my_docker_network_set_attribute(file, name, capability, capability.count) == 0
        try FileWriter.replace(folder("hosts"), with: Array("new\n".utf8), durability: .power)
        #expect(try status("hosts").st_mode & 0o7777 == 0o755)
        guard isThere else { return }
        var value = [UInt8](repeating: 0, count: 64)
        #expect(
            my_docker_network_get_attribute(folder("hosts"), name, &value, value.count) == -1)
    }

    @Test func ofTwoNamesOnlyOneIsReplaced() throws {
        try write("old\n", to: "victim", owner: 0, mode: 0o644)
        try #require(link(folder("victim"), folder("hosts")) == 0)
        try FileWriter.replace(folder("hosts"), with: Array("new\n".utf8), durability: .power)
        try SharedFile.edit(folder("hosts")) { $0 + Array("more\n".utf8) }
        #expect(try folder.read("victim") == Array("old\n".utf8))
    }
}

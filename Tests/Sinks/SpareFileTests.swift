import DockerNetworkHostsFile
import DockerNetworkSystem
import Foundation
import TestSupport
import Testing

/// Files that are replaced without making a new one each time.
struct SpareFileTests {
    private let folder: TemporaryFolder
    private let directory: Directory

    init() throws {
        folder = try TemporaryFolder()
        directory = try Directory(folder.path)
    }

    @Test func twoInodesDoForEveryChange() throws {
        var spare = SpareFile()
        try spare.replace("a", in: directory, at: folder.path, with: Array("first".utf8))
        var inodes: Set<UInt64> = []
        for number in 0..<20 {
            let content = Array(String(repeating: "x", count: 20 - number).utf8)
            try spare.replace("a", in: directory, at: folder.path, with: content)
            #expect(try folder.read("a") == content)
            inodes.insert(try inode("a"))
        }
        #expect(inodes.count == 2)
        #expect(try folder.names().count == 2)
        spare.discard(in: directory)
        #expect(try folder.names() == ["a"])
    }

    @Test func whoReadsTheOldFileReadsItToItsEnd() throws {
        var spare = SpareFile()
        try spare.replace("a", in: directory, at: folder.path, with: Array("old".utf8))
        let reader = try #require(FileHandle(forReadingAtPath: folder("a")))
        for number in 0..<4 {
            try spare.replace(
                "a", in: directory, at: folder.path, with: Array("new \(number)".utf8))
        }
        #expect(try reader.readToEnd() == Data("old".utf8))
        #expect(try folder.read("a") == Array("new 3".utf8))
    }

    @Test func eachFileKeepsItsMode() throws {
        var spare = SpareFile()
        for (name, mode) in [("a", 0o644), ("b", 0o600)] {
            try folder.write("old".utf8, to: name)
            try #require(chmod(folder(name), mode_t(mode)) == 0)
        }
        for number in 0..<6 {
            try spare.replace(
                number % 2 == 0 ? "a" : "b", in: directory, at: folder.path, with: Array("new".utf8)
            )
        }
        #expect(try mode("a") == 0o644)
        #expect(try mode("b") == 0o600)
    }

    /// Its other name must not get what comes next.
    @Test func aFileWithASecondNameIsNoSpareOne() throws {
        var spare = SpareFile()
        try folder.write("old".utf8, to: "a")
        try #require(link(folder("a"), folder("backup")) == 0)
        for number in 0..<4 {
            try spare.replace(
                "a", in: directory, at: folder.path, with: Array("new \(number)".utf8))
        }
        #expect(try folder.read("backup") == Array("old".utf8))
        #expect(try folder.read("a") == Array("new 3".utf8))
    }

    @Test func aSpareFileThatIsGoneIsMadeAgain() throws {
        var spare = SpareFile()
        for number in 0..<4 {
            try spare.replace(
                "a", in: directory, at: folder.path, with: Array("new \(number)".utf8))
            for name in try folder.names() where name != "a" { unlink(folder(name)) }
        }
        #expect(try folder.read("a") == Array("new 3".utf8))
    }

    @Test func aLinkInTheSpareFilesPlaceIsNotWritten() throws {
        var spare = SpareFile()
        try folder.write("victim".utf8, to: "victim")
        for number in 0..<6 {
            try spare.replace("a", in: directory, at: folder.path, with: Array("\(number)".utf8))
            for name in try folder.names() where name.hasPrefix(".") {
                unlink(folder(name))
                switch number % 3 {
                case 0: symlink(folder("victim"), folder(name))
                case 1: link(folder("victim"), folder(name))
                default: mkfifo(folder(name), 0o600)
                }
            }
        }
        #expect(try folder.read("victim") == Array("victim".utf8))
        #expect(try folder.read("a") == Array("5".utf8))
    }

    private func inode(_ name: String) throws -> UInt64 {
        UInt64(try status(name).st_ino)
    }

    private func mode(_ name: String) throws -> UInt32 {
        try status(name).st_mode & UInt32(0o7777)
    }

    private func status(_ name: String) throws -> stat {
        var status = stat()
        try #require(lstat(folder(name), &status) == 0)
        return status
    }
}

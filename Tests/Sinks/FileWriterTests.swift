import DockerNetwork
import DockerNetworkHostsFile
import Foundation
import Testing
import TestSupport

struct FileWriterTests {
    private static let asRoot = Comment(rawValue: "needs root: a mount namespace of its own")

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test(.enabled(if: IsolatedThread.isPermitted, asRoot))
    func aNewFileIsReadableWhateverTheUmask() throws {
        let folder = try TemporaryFolder()
        try IsolatedThread.run {
            umask(0o077)
            try FileWriter.replace(folder("new"), with: [1], durability: .power)
            try DirectoryListing.create(folder("a/b"))
        }
        #expect(try mode(folder("new")) == 0o644)
        #expect(try mode(folder("a")) == 0o755)
        #expect(try mode(folder("a/b")) == 0o755)
        #expect(try folder.read("new") == [1])
    }

    @Test func modeAndOwnerStay() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1], to: "file")
        #expect(chmod(path, 0o640) == 0)
        let owner: UInt32 = geteuid() == 0 ? 12345 : geteuid()
        if geteuid() == 0 { #expect(chown(path, owner, owner) == 0) }
        try FileWriter.replace(path, with: [2, 3], durability: .rename)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(status.st_uid == owner)
        #expect(try folder.read("file") == [2, 3])
        #expect(try folder.names() == ["file"])
    }

    @Test func ofALinkTheTargetIsReplaced() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder("real"), withIntermediateDirectories: false)
        try folder.write([1], to: "real/file")
        #expect(symlink("real/file", folder("link")) == 0)
        try FileWriter.replace(folder("link"), with: [2], durability: .power)
        #expect(try folder.read("real/file") == [2])
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: folder("link"))
        #expect(target == "real/file")

        #expect(symlink("nothing", folder("broken")) == 0)
        let error = #expect(throws: SinkError.self) {
            try FileWriter.replace(folder("broken"), with: [2], durability: .power)
        }
        #expect(error?.message.contains(folder("broken")) == true)
    }

    @Test(.enabled(if: IsolatedThread.isPermitted, asRoot))
    func aMountedFileIsWrittenInPlace() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("old content that is long".utf8), to: "source")
        try folder.write([], to: "mounted")
        let names = try IsolatedThread.run {
            try IsolatedThread.mount(folder("source"), on: folder("mounted"), type: nil, bind: true)
            try FileWriter.replace(folder("mounted"), with: [1, 2], durability: .power)
            #expect(try folder.read("mounted") == [1, 2])
            let long = [UInt8](repeating: 7, count: 100_000)
            try FileWriter.replace(folder("mounted"), with: long, durability: .power)
            return try folder.names()
        }
        #expect(try folder.read("source") == [UInt8](repeating: 7, count: 100_000))
        #expect(try folder.read("mounted") == [])
        #expect(names == ["mounted", "source"])
    }

    @Test(.enabled(if: IsolatedThread.isPermitted, asRoot), arguments: [false, true])
    func aFullDiskLeavesTheOldContent(isMounted: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "mounted")
        let message = try IsolatedThread.run { () -> String in
            let disk = folder("disk")
            try DirectoryListing.create(disk)
            try IsolatedThread.mount("none", on: disk, type: "tmpfs", bind: false)
            try folder.write([1, 2, 3], to: "disk/file")
            var path = "\(disk)/file"
            if isMounted {
                try IsolatedThread.mount(path, on: folder("mounted"), type: nil, bind: true)
                path = folder("mounted")
            }
            let large = [UInt8](repeating: 7, count: 1 << 20)
            let error = #expect(throws: SinkError.self) {
                try FileWriter.replace(path, with: large, durability: .power)
            }
            #expect(try folder.read("disk/file") == [1, 2, 3])
            #expect(try folder.names(in: "disk") == ["file"])
            return error?.message ?? ""
        }
        #expect(message.contains("No space left on device"))
        #expect(message.contains(folder.path))
    }

    @Test func noReaderSeesHalfAFile() throws {
        let folder = try TemporaryFolder()
        let contents = [[UInt8](repeating: 1, count: 50_000), [UInt8](repeating: 2, count: 90_000)]
        try folder.write(contents[0], to: "file")
        let rounds = 400
        let seen = try IsolatedReader.read(folder("file")) {
            for round in 1...rounds {
                try FileWriter.replace(
                    folder("file"), with: contents[round % 2], durability: .rename)
            }
        }
        #expect(seen.count > 10)
        #expect(seen.allSatisfy { contents.contains($0) })
        #expect(Set(seen.map(\.count)).count == 2)
    }

    @Test func whatAKilledPredecessorLeftIsRemoved() throws {
        let folder = try TemporaryFolder()
        // Process ids end at 4,194,304 on Linux, so that one never lives.
        let dead = ".my-docker-network-99999999-abc-1"
        let earlierRun = ".my-docker-network-\(getpid())-1-1"
        let living = ".my-docker-network-\(getppid())-abc-1"
        let others = [".my-docker-network-x-abc-1", ".my-docker-network-99999999", "hosts"]
        for name in [dead, earlierRun, living] + others { try folder.write([1], to: name) }
        try TemporaryName.removeLeftovers(beside: folder("hosts"))
        #expect(try folder.names() == (others + [living]).sorted())
    }

    @Test func whatCannotBeWrittenSaysWhatAndWhere() throws {
        let folder = try TemporaryFolder()
        try DirectoryListing.create(folder("directory"))
        try folder.write([1], to: "file")
        #expect(mkfifo(folder("pipe"), 0o644) == 0)
        let long = String(repeating: "a", count: 300)
        for (name, reason) in [
            ("directory", "Is a directory"), ("missing/file", "No such file"),
            ("file/below", "Not a directory"), ("pipe", "File exists"),
            (long, "File name too long"),
        ] {
            let error = #expect(throws: SinkError.self) {
                try FileWriter.replace(folder(name), with: [1], durability: .rename)
            }
            let message = error?.message ?? ""
            #expect(message.contains(folder(name)) && message.contains(reason), "\(message)")
            #expect(!message.contains("\n"))
        }
        #expect(try folder.names() == ["directory", "file", "pipe"])
    }

    @Test func readsOnlyRegularFiles() throws {
        let folder = try TemporaryFolder()
        #expect(try FileReader.read(folder("missing")) == nil)
        #expect(mkfifo(folder("pipe"), 0o644) == 0)
        for path in [folder("pipe"), folder.path] {
            #expect(throws: SinkError.self) { try FileReader.read(path) }
        }
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        try folder.write(bytes, to: "large")
        #expect(try FileReader.read(folder("large")) == bytes)
    }
}

import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystemHosts
import Foundation
import Synchronization
import TestSupport
import Testing

struct SystemHostsTests {
    private static let asRoot = Comment(rawValue: "needs root: a mount namespace of its own")
    private let web = Entry(registration("web", "10.0.0.1"))
    private let line = "10.0.0.1 web.docker #my-docker-network was here\n"

    private func update(_ entries: Entry...) -> SinkUpdate {
        SinkUpdate(table: Table(entries), changes: nil)
    }

    // MARK: Foreign bytes

    static let foreign: [[UInt8]] = [
        Array("127.0.0.1\tlocalhost\n".utf8),
        Array("127.0.0.1 localhost".utf8),
        Array("127.0.0.1 localhost\r\n::1 localhost\r\n".utf8),
        Array("# no name here\n\n\n   \n".utf8),
        Array("10.0.0.1 web.docker #my-docker-network was here too\n".utf8),
        [0xFF, 0xFE, 0x00, 0x0A, 0x31, 0x00],
        Array("10.9.9.9 \(String(repeating: "x", count: 100_000))\n".utf8),
        Array("10.9.9.9 \(String(repeating: "name ", count: 5_000))\n".utf8),
    ]

    @Test(arguments: foreign) func everyForeignByteStays(bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "hosts")
        let sink = try SystemHostsSink(path: folder("hosts"))
        let other = Entry(registration("other", "10.0.0.2"))
        try await sink.apply(update(other))
        let written = try folder.read("hosts")
        #expect(written.starts(with: bytes))
        let own = Array("\n10.0.0.2 other.docker #my-docker-network was here\n".utf8)
        #expect(Array(written.suffix(own.count)) == own)
        try await sink.apply(update())
        // The missing last newline, in the file's own style, is all that was added.
        let cleaned = try folder.read("hosts")
        #expect(cleaned.starts(with: bytes) && cleaned.count <= bytes.count + 2)
        #expect(try folder.names() == ["hosts"])
    }

    @Test func aForeignLineOfTheSameNameWinsAndIsSaidOnce() async throws {
        let folder = try TemporaryFolder()
        let own = "192.168.1.1 router Web.Docker # by hand\n"
        try folder.write(own.utf8, to: "hosts")
        let notices = Mutex<[String]>([])
        let sink = try SystemHostsSink(path: folder("hosts")) { notice in
            notices.withLock { $0.append(notice) }
        }
        let other = Entry(registration("other", "10.0.0.2"))
        try await sink.apply(update(web))
        try await sink.apply(update(web, other))
        let text = String(decoding: try folder.read("hosts"), as: UTF8.self)
        #expect(text == own + "10.0.0.2 other.docker #my-docker-network was here\n")
        #expect(notices.withLock { $0.count } == 1)
        #expect(notices.withLock { $0.first?.contains("web.docker") } == true)
        // Once the line is gone, the name is ours.
        try folder.write([], to: "hosts")
        try await sink.apply(update(web))
        #expect(try folder.read("hosts") == Array(line.utf8))
    }

    @Test func noLineIsLongerThanMuslReads() async throws {
        let folder = try TemporaryFolder()
        let label = String(repeating: "a", count: 63)
        let name = [label, label, label, String(repeating: "b", count: 54)]
            .joined(separator: ".")
        let origin = Origin(instance: .random(), started: .max, sequence: .max)
        let entry = Entry(
            registration(
                name, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff".replacing("ffff", with: "fdff")),
            holder: origin, lease: Lease(seconds: 2_592_000))
        let sink = try SystemHostsSink(path: folder("hosts"))
        try await sink.apply(update(entry))
        #expect(try folder.read("hosts").count < 450)
        #expect(try await sink.contents() == [entry])
    }

    // MARK: The file itself

    @Test func modeOwnerAndAttributesStay() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        #expect(chmod(path, 0o640) == 0)
        let owner: UInt32 = geteuid() == 0 ? 12_345 : geteuid()
        if geteuid() == 0 { #expect(chown(path, owner, owner) == 0) }
        let value: [UInt8] = [1, 2, 3]
        let isKept = setAttribute("user.note", of: path, to: value)
        try await SystemHostsSink(path: path).apply(update(web))
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(status.st_uid == owner)
        guard isKept else { return }
        var read = [UInt8](repeating: 0, count: 8)
        #expect(my_docker_network_get_attribute(path, "user.note", &read, read.count) == 3)
        #expect(read.prefix(3) == [1, 2, 3])
    }

    /// As the kernel stores it (acl(5)), version 2: owner, a named user, group, mask, others.
    private static let accessList: [UInt8] = {
        let entries: [(UInt16, UInt16, UInt32)] = [
            (0x01, 6, .max), (0x02, 6, 1_234), (0x04, 4, .max), (0x10, 6, .max), (0x20, 4, .max),
        ]
        var list: [UInt8] = [2, 0, 0, 0]
        for (tag, rights, user) in entries {
            withUnsafeBytes(of: tag.littleEndian) { list += $0 }
            withUnsafeBytes(of: rights.littleEndian) { list += $0 }
            withUnsafeBytes(of: user.littleEndian) { list += $0 }
        }
        return list
    }()

    @Test func theDirectorysDefaultListLetsNobodyElseIn() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        #expect(chmod(path, 0o640) == 0)
        guard setAttribute("system.posix_acl_default", of: folder.path, to: Self.accessList) else {
            // Not every file system has them.
            #expect(errno == ENOTSUP)
            return
        }
        try await SystemHostsSink(path: path).apply(update(web))
        var read = [UInt8](repeating: 0, count: 256)
        #expect(
            my_docker_network_get_attribute(path, "system.posix_acl_access", &read, read.count)
                == -1)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(try folder.read("hosts").count > line.utf8.count)
    }

    @Test func anAccessControlListStays() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        let list = Self.accessList
        let name = "system.posix_acl_access"
        guard setAttribute(name, of: path, to: list) else {
            // Not every file system has them.
            #expect(errno == ENOTSUP)
            return
        }
        try await SystemHostsSink(path: path).apply(update(web))
        var read = [UInt8](repeating: 0, count: 256)
        let count = my_docker_network_get_attribute(path, name, &read, read.count)
        #expect(Array(read.prefix(max(count, 0))) == list)
        #expect(try folder.read("hosts").count > line.utf8.count)
    }

    @Test func theTargetOfALinkIsWritten() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder("real"), withIntermediateDirectories: false)
        try folder.write([], to: "real/hosts")
        #expect(symlink("real/hosts", folder("hosts")) == 0)
        try await SystemHostsSink(path: folder("hosts")).apply(update(web))
        #expect(try folder.read("real/hosts") == Array(line.utf8))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder("hosts"))
                == "real/hosts")
    }

    @Test(.enabled(if: IsolatedThread.isPermitted, asRoot))
    func aBoundFileIsWrittenInPlace() throws {
        let folder = try TemporaryFolder()
        try folder.write("127.0.0.1 localhost\n".utf8, to: "outside")
        try folder.write([], to: "hosts")
        let bytes = Array(line.utf8)
        try IsolatedThread.run {
            try IsolatedThread.mount(folder("outside"), on: folder("hosts"), type: nil, bind: true)
            var before = stat()
            try #require(stat(folder("hosts"), &before) == 0)
            try SharedFile.edit(folder("hosts")) { $0 + bytes }
            var after = stat()
            try #require(stat(folder("hosts"), &after) == 0)
            #expect(before.st_ino == after.st_ino)
        }
        #expect(try folder.read("outside") == Array("127.0.0.1 localhost\n".utf8) + bytes)
        #expect(try folder.names() == ["hosts", "outside"])
    }

    @Test func whatDoesNotExistIsMadeOnlyForNames() async throws {
        let folder = try TemporaryFolder()
        let sink = try SystemHostsSink(path: folder("hosts"))
        try await sink.apply(update())
        #expect(try folder.names().isEmpty)
        try await sink.apply(update(web))
        #expect(try folder.read("hosts") == Array(line.utf8))
    }

    // MARK: Other programs

    @Test func anEditThatComesBetweenReadingAndWritingIsNotLost() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a\n".utf8, to: "hosts")
        let edits = Mutex(0)
        try SharedFile.edit(path) { bytes in
            let count = edits.withLock {
                $0 += 1
                return $0
            }
            // Another program, three times faster, by renaming and in place.
            if count == 1 {
                try? FileWriter.replace(path, with: bytes + Array("b\n".utf8), durability: .rename)
            }
            if count == 2 { try? (bytes + Array("c\n".utf8)).overwrite(path) }
            return bytes + Array("ours\n".utf8)
        }
        #expect(try folder.read("hosts") == Array("a\nb\nc\nours\n".utf8))
        #expect(edits.withLock { $0 } == 3)
        #expect(try folder.names() == ["hosts"])
    }

    @Test func anEditorAndTheSinkLoseNothingOfEachOther() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        let sink = try SystemHostsSink(path: path)
        let rounds = 200
        async let edited: Void = Task.detached {
            for number in 0..<rounds {
                try SharedFile.edit(path) { Array("10.8.0.1 edit-\(number)\n".utf8) + $0 }
            }
        }.value
        var entries: [Entry] = []
        for number in 0..<rounds {
            entries.append(Entry(registration("n\(number)", "10.0.1.\(number % 250)")))
            try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        }
        try await edited
        let text = String(decoding: try folder.read("hosts"), as: UTF8.self)
        for number in 0..<rounds {
            #expect(text.contains("10.8.0.1 edit-\(number)\n"))
            #expect(text.contains(" n\(number).docker #"))
        }
        #expect(text.contains("127.0.0.1 localhost\n"))
        #expect(try folder.names() == ["hosts"])
    }

    @Test func whatIsAppendedBeforeAndAfterTheExchangeStays() throws {
        let folder = try TemporaryFolder()
        // So long that comparing it leaves the other program its time.
        let start = String(repeating: "# a line of somebody else's\n", count: 100_000)
        let path = try folder.write(start.utf8, to: "hosts")
        let first = try inode(of: path)
        let isOver = Mutex(false)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while (try? inode(of: path)) == first, !isOver.withLock({ $0 }) {}
            _ = append("after\n", to: path)
            ended.signal()
        }
        defer { isOver.withLock { $0 = true } }
        var rounds = 0
        try SharedFile.edit(path) { bytes in
            rounds += 1
            if rounds == 1 { #expect(append("before\n", to: path)) }
            return bytes + Array("ours\n".utf8)
        }
        #expect(ended.wait(timeout: .now() + 60) == .success)
        let written = String(decoding: try folder.read("hosts"), as: UTF8.self)
        #expect(written.hasPrefix(start))
        let lines = written.dropFirst(start.count).split(separator: "\n")
        #expect(lines.sorted() == ["after", "before", "ours"])
    }

    @Test func whatIsAppendedByWhoOpenedTheFileLongBeforeStays() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        let sink = try SystemHostsSink(path: path)
        let rounds = 150
        // Most of them hold a file that is not the one of that name any more when they write.
        async let appended: Bool = Task.detached {
            (0..<rounds).allSatisfy { append("10.8.0.1 late-\($0)\n", to: path, after: 3_000) }
        }.value
        var entries: [Entry] = []
        for number in 0..<rounds {
            entries.append(Entry(registration("n\(number)", "10.0.1.\(number % 250)")))
            try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        }
        #expect(await appended)
        try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        let text = String(decoding: try folder.read("hosts"), as: UTF8.self)
        for number in 0..<rounds {
            #expect(text.contains("\n10.8.0.1 late-\(number)\n"))
            #expect(text.contains(" n\(number).docker #"))
        }
        #expect(text.hasPrefix("127.0.0.1 localhost\n"))
        #expect(try folder.names() == ["hosts"])
    }

    @Test func whoKeepsTheFileOpenIsNotWaitedForForEver() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        try #require(file >= 0)
        defer { close(file) }
        let sink = try SystemHostsSink(path: path)
        try await sink.apply(update(web))
        #expect(try folder.read("hosts") == Array(("127.0.0.1 localhost\n" + line).utf8))
    }

    @Test func aReaderNeverSeesHalfAFile() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("127.0.0.1 localhost\n".utf8, to: "hosts")
        let sink = try SystemHostsSink(path: path)
        let small = Table([web])
        let large = Table(
            (0..<2_000).map { Entry(registration("n\($0)", "10.1.\($0 / 250).\($0 % 250)")) })
        try await sink.apply(SinkUpdate(table: small, changes: nil))
        let reading = Task.detached {
            var counts: Set<Int> = []
            while !Task.isCancelled {
                let bytes = try FileReader.read(path) ?? []
                counts.insert(HostsFile(parsing: bytes, domain: .docker).entries.count)
            }
            return counts
        }
        for _ in 0..<50 {
            try await sink.apply(SinkUpdate(table: large, changes: nil))
            try await sink.apply(SinkUpdate(table: small, changes: nil))
        }
        reading.cancel()
        let counts = try await reading.value
        #expect(counts.isSubset(of: [small.count, large.count]))
        #expect(!counts.isEmpty)
    }
}

extension [UInt8] {
    /// Puts these bytes in a file's place without another inode, as an editor does.
    fileprivate func overwrite(_ path: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: Data(self))
        try handle.close()
    }
}

/// The number of a path's file.
private func inode(of path: String) throws -> UInt {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return UInt(status.st_ino)
}

/// Appends as `echo >>` does, so many microseconds after it opened the file, and returns whether all
/// was written.
private func append(_ text: String, to path: String, after pause: UInt32 = 0) -> Bool {
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    if pause > 0 { usleep(pause) }
    return write(file, text, text.utf8.count) == text.utf8.count
}

/// Sets an extended attribute, and returns whether the file system has them.
private func setAttribute(_ name: String, of path: String, to value: [UInt8]) -> Bool {
    let file = open(path, O_RDONLY)
    defer { close(file) }
    return my_docker_network_set_attribute(file, name, value, value.count) == 0
}

private func registration(_ name: String, _ address: String) -> Registration {
    guard let hostname = try? Hostname(name, in: .docker), let address = IPAddress(address),
        let registration = try? Registration(hostname: hostname, address: address)
    else { preconditionFailure("\(name) \(address) is no registration") }
    return registration
}

import DockerNetworkSystem
import Foundation
import TestSupport
import Testing

/// Directories that others may write: nothing in them leads out of them.
struct DirectoryTests {
    private let folder: TemporaryFolder
    private let directory: Directory

    init() throws {
        folder = try TemporaryFolder()
        directory = try Directory(folder.path)
    }

    /// How something fails: the system's number; nil: not at all.
    private func failure(of body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SystemCallFailure)?.code ?? -1
        }
    }

    private func content(_ name: String, in directory: Directory) throws -> [UInt8]? {
        try directory.open(name, O_RDONLY)?.readAll(limit: 9)
    }

    @Test func onlyRegularFilesAreOpened() throws {
        try folder.write([1, 2], to: "file")
        symlink("file", folder("link"))
        symlink("nothing", folder("dangling"))
        mkfifo(folder("pipe"), 0o644)
        mkdir(folder("directory"), 0o755)
        #expect(try content("file", in: directory) == [1, 2])
        #expect(try content("missing", in: directory) == nil)
        for (name, code) in [
            ("link", ELOOP), ("dangling", ELOOP), ("pipe", EEXIST), ("directory", EISDIR),
        ] {
            for flags in [O_RDONLY, O_WRONLY, O_RDWR] {
                #expect(failure { _ = try directory.open(name, flags) } == code, "\(name)")
            }
            // Nor is anything of that name taken for a new file.
            #expect(failure { _ = try directory.create(name, mode: 0o644) } == EEXIST, "\(name)")
        }
        #expect(failure { _ = try directory.open("file", O_RDONLY)?.readAll(limit: 1) } == EFBIG)
    }

    @Test func aDirectoryThatIsMovedIsStillTheOneThatWasOpened() throws {
        mkdir(folder("a"), 0o755)
        let opened = try Directory(folder("a"))
        try #require(rename(folder("a"), folder("b")) == 0)
        mkdir(folder("a"), 0o755)
        _ = try opened.create("new", mode: 0o644)
        #expect(try folder.names(in: "a").isEmpty && folder.names(in: "b") == ["new"])
        #expect(try opened.names() == ["new"])
    }

    @Test func whatWasMovedToAFileIsNotRemovedForIt() throws {
        try folder.write([1], to: "file")
        let status = try #require(try directory.status(of: "file"))
        try folder.write([2], to: "other")
        try #require(rename(folder("other"), folder("file")) == 0)
        try directory.remove("file", ifSameAs: status)
        #expect(try folder.read("file") == [2])
        try directory.remove("file", ifSameAs: try #require(try directory.status(of: "file")))
        try directory.remove("file")
        #expect(try folder.names().isEmpty)
    }

    // MARK: - The way to it

    @Test func linksAreFollowedOnlyWhereNobodyElseCanHavePutThem() throws {
        mkdir(folder("real"), 0o755)
        mkdir(folder("real/below"), 0o755)
        try folder.write([1], to: "real/file")
        mkdir(folder("others"), 0o755)
        for name in ["link", "others/link"] { symlink(folder("real"), folder(name)) }
        symlink("../real/./below/../file", folder("others/file"))
        symlink("real/file", folder("file"))
        for (mode, isTrusted) in [
            (0o755, true), (0o777, false), (0o1777, true), (0o757, false),
        ] {
            try #require(chmod(folder("others"), mode_t(mode)) == 0)
            #expect(try Directory(folder("link/below")).status().kind == .directory)
            let direct = failure { _ = try Directory(folder("others/link")) }
            let below = failure { _ = try Directory(folder("others/link/below")) }
            let file = failure { _ = try PathWalk.file(folder("others/file")) }
            #expect(
                [direct, below, file] == (isTrusted ? [nil, nil, nil] : [ELOOP, ELOOP, ELOOP]))
        }
        let (found, name) = try PathWalk.file(folder("file"))
        #expect(try name == "file" && content(name, in: found) == [1])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
    func aLinkInAnotherUsersDirectoryIsNotFollowed() throws {
        mkdir(folder("real"), 0o755)
        mkdir(folder("theirs"), 0o755)
        symlink(folder("real"), folder("theirs/link"))
        try #require(chown(folder("theirs"), 61_003, 61_003) == 0)
        #expect(failure { _ = try Directory(folder("theirs/link")) } == ELOOP)
        // Nor is what belongs to that user in a directory of everybody's.
        mkdir(folder("all"), 0o755)
        try #require(chmod(folder("all"), 0o1777) == 0)
        symlink(folder("real"), folder("all/link"))
        try #require(lchown(folder("all/link"), 61_003, 61_003) == 0)
        #expect(failure { _ = try Directory(folder("all/link")) } == ELOOP)
    }

    @Test func linksThatLeadNowhereOrInACircle() throws {
        symlink("b", folder("a"))
        symlink("a", folder("b"))
        symlink("nothing", folder("dangling"))
        #expect(failure { _ = try Directory(folder("a")) } == ELOOP)
        #expect(failure { _ = try PathWalk.file(folder("a")) } == ELOOP)
        #expect(failure { _ = try PathWalk.file(folder("dangling")) } == ENOENT)
        // A file that is not there is no failure.
        #expect(try PathWalk.file(folder("missing")).name == "missing")
        #expect(failure { _ = try PathWalk.file(folder("missing/file")) } == ENOENT)
        #expect(failure { _ = try PathWalk.file("/") } == EISDIR)
        #expect(failure { _ = try PathWalk.file("") } == ENOENT)
        #expect(failure { _ = try PathWalk.file(folder("x/")) } == EISDIR)
        #expect(try Directory("/proc/self/fd").status().kind == .directory)
    }

    @Test func missingDirectoriesAreMade() throws {
        #expect(failure { _ = try Directory(folder("a/b"), creating: .last) } == ENOENT)
        _ = try Directory(folder("a/b"), creating: .all)
        _ = try Directory(folder("a/c"), creating: .last)
        #expect(try folder.names(in: "a") == ["b", "c"])
        try folder.write([1], to: "file")
        #expect(failure { _ = try Directory(folder("file"), creating: .all) } == ENOTDIR)
        #expect(failure { _ = try Directory(folder("file/x"), creating: .all) } == ENOTDIR)
    }

    // MARK: - As its owner

    private static let asRoot = Comment(rawValue: "only root works as somebody else")

    /// A directory that belongs to a user that no machine has.
    private func theirs() throws -> Directory {
        mkdir(folder("theirs"), 0o755)
        try #require(chown(folder("theirs"), 61_003, 61_004) == 0)
        return try Directory(folder("theirs"))
    }

    @Test(.enabled(if: geteuid() == 0, asRoot)) func rootWorksAsItsOwner() throws {
        let theirs = try theirs()
        let before = try credentials()
        _ = try theirs.create("new", mode: 0o600)
        let status = try #require(try theirs.status(of: "new"))
        #expect(status.user == 61_003 && status.group == 61_004)
        // A name that its owner may not see is not seen for it.
        try folder.write([1], to: "secret")
        try #require(chmod(folder("secret"), 0o600) == 0)
        try #require(link(folder("secret"), folder("theirs/secret")) == 0)
        #expect(failure { _ = try theirs.open("secret", O_RDONLY) } == EACCES)
        #expect(failure { _ = try theirs.open("secret", O_RDWR) } == EACCES)
        try #require(chmod(folder("theirs"), 0o555) == 0)
        #expect(failure { try theirs.remove("new") } == EACCES)
        #expect(try credentials() == before)
    }

    /// What the kernel checks at each file that this thread opens.
    private func credentials() throws -> [String] {
        try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
            .split(separator: "\n").map(String.init)
            .filter { line in
                ["Uid:", "Gid:", "Groups:", "CapEff:"].contains { line.hasPrefix($0) }
            }
    }

    @Test(.enabled(if: geteuid() == 0, asRoot)) func aPrivateDirectoryIsNobodyElses() throws {
        mkdir(folder("theirs"), 0o777)
        try #require(chown(folder("theirs"), 61_003, 61_004) == 0)
        let theirs = try Directory(folder("theirs"), worksAsOwner: false)
        let own = try theirs.makePrivate("own")
        #expect(try own.status().user == 0 && own.status().mode & 0o777 == 0o700)
        #expect(failure { _ = try theirs.makePrivate("own") } == EEXIST)
        try theirs.removeDirectory("own")
    }
}

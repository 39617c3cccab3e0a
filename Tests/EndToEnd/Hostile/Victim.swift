import Foundation
import Testing

/// A file of root's that nobody else may read or write, and what it was.
struct Victim {
    /// Where it is.
    let path: String
    private let content: Data
    private let status: stat

    /// Makes one in a lab's folder.
    init(in lab: Lab) throws {
        // Lines of ours, too: whoever takes them out replaces the file.
        path = try lab.write(
            "10.9.8.1 victim.docker #my-docker-network was here\nsecret\n", to: "victim",
            mode: 0o600)
        content = try Data(contentsOf: URL(fileURLWithPath: path))
        status = try Self.status(path)
    }

    private static func status(_ path: String) throws -> stat {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        return status
    }

    /// Checks that nothing of it has changed.
    func expectUntouched(
        _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let now = try Self.status(path)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: path)) == content, what,
            sourceLocation: sourceLocation)
        #expect(
            now.st_ino == status.st_ino && now.st_mode == status.st_mode
                && now.st_uid == status.st_uid && now.st_gid == status.st_gid,
            "\(what): mode \(String(now.st_mode, radix: 8)), \(now.st_uid):\(now.st_gid)",
            sourceLocation: sourceLocation)
    }
}

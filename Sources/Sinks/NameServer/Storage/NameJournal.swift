import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The registrations that the name server holds, in one file that grows: a change appends its
/// lines.
///
/// A later line of a registration replaces an earlier one. The file is written anew, beside the old
/// one and then renamed, if most of its lines are history: so a change costs the same however many
/// names there are. A line that was not written whole, as a kill or a full disk leaves it, does not
/// count, and neither does any other that is not ours.
///
/// The end of the process loses nothing. A power cut may lose the last seconds, not the file: who
/// lives after it announces again.
struct NameJournal: Sendable {
    /// The file's name in the directory.
    static let fileName = "names"
    /// So many lines of history are no reason to write the file anew.
    static let smallHistory = 4_096

    /// The contents of the file when this journal left it.
    private struct Left: Sendable {
        var status: FileStatus
        /// The number of lines, and the number of those that count.
        var lines: Int
        var names: Int

        var isMostlyHistory: Bool { lines > 2 * names + NameJournal.smallHistory }
    }

    /// The directory that the file lies in.
    let path: String
    private let domain: Domain
    private let names: NameFilter
    /// nil: the file may hold anything.
    private var left: Left?
    /// The contents that were read and not yet compared with a table, so that a start reads the
    /// file once.
    private var lastRead: Content?

    /// Makes one; nothing is read or written before it is used.
    init(path: String, domain: Domain, names: NameFilter) {
        self.path = path
        self.domain = domain
        self.names = names
    }

    /// Reads the entries.
    ///
    /// - Throws: `SinkError` if the file cannot be read; one that does not exist holds nothing.
    mutating func contents() throws(SinkError) -> [Entry] {
        guard let directory = try DirectoryListing.open(path) else { return [] }
        let content = try read(in: directory)
        lastRead = content
        return Array(content.entries.values)
    }

    /// Makes the file hold the table.
    ///
    /// - Throws: `SinkError` if it cannot be written; the next call then compares all of it.
    mutating func apply(_ update: SinkUpdate) throws(SinkError) {
        let directory = try DirectoryListing.create(path)
        let known = left.take()
        let read = lastRead.take()
        do throws(SystemCallFailure) {
            if let changes = update.changes, let known,
                try directory.status(of: Self.fileName)?.isUnchanged(since: known.status) == true
            {
                left = try append(changes, to: known, of: update.table, in: directory)
                return
            }
        } catch {
            throw failure(error)
        }
        try TemporaryName.removeLeftovers(in: directory, at: path)
        let content = try content(read, in: directory)
        do throws(SystemCallFailure) {
            left = try write(update.table, over: content, in: directory)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemCallFailure) -> SinkError {
        error.error(cannot: "write", "\(path)/\(Self.fileName)")
    }

    // MARK: - Writing

    private func append(
        _ changes: TableChanges, to known: Left, of table: Table, in directory: Directory
    ) throws(SystemCallFailure) -> Left {
        var next = known
        var bytes: [UInt8] = []
        for (registration, change) in changes.byRegistration
        where names.includes(registration.hostname) {
            let statement: JournalLine.Statement =
                if let after = change.after { .holds(after) } else { .ended(registration) }
            JournalLine.append(statement, domain: domain, to: &bytes)
            next.lines += 1
            next.names += (change.after == nil ? 0 : 1) - (change.before == nil ? 0 : 1)
        }
        guard !next.isMostlyHistory else { return try rewrite(table, in: directory) }
        return try append(bytes, in: directory, next)
    }

    /// Compares the file with the whole table, and writes what differs.
    private func write(
        _ table: Table, over content: Content, in directory: Directory
    ) throws(SystemCallFailure) -> Left? {
        var next: Left?
        var bytes: [UInt8] = []
        if let status = content.status, content.isWhole {
            var (lines, count) = (content.lines, 0)
            for entry in table where names.includes(entry.registration.hostname) {
                count += 1
                guard content.entries[entry.registration] != entry else { continue }
                JournalLine.append(.holds(entry), domain: domain, to: &bytes)
                lines += 1
            }
            for registration in content.entries.keys
            where table[registration] == nil || !names.includes(registration.hostname) {
                JournalLine.append(.ended(registration), domain: domain, to: &bytes)
                lines += 1
            }
            next = Left(status: status, lines: lines, names: count)
        }
        // An empty one has no history either: nothing stays after `clean`.
        guard let next, !next.isMostlyHistory, next.names > 0 || next.lines == 0 else {
            if content.status == nil, table.isEmpty { return nil }
            return try rewrite(table, in: directory)
        }
        return try append(bytes, in: directory, next)
    }

    private func append(
        _ bytes: [UInt8], in directory: Directory, _ next: Left
    ) throws(SystemCallFailure) -> Left {
        guard !bytes.isEmpty else { return next }
        guard let file = try directory.open(Self.fileName, O_WRONLY | O_APPEND) else {
            throw SystemCallFailure(code: ENOENT)
        }
        try file.writeAll(bytes)
        var next = next
        next.status = try file.status()
        return next
    }

    private func rewrite(
        _ table: Table, in directory: Directory
    ) throws(SystemCallFailure) -> Left {
        let temporary = TemporaryName.next()
        do throws(SystemCallFailure) {
            let file = try directory.create(temporary, mode: 0o600)
            let count = try write(table, to: file)
            // `list` runs as anybody.
            guard fchmod(file.number, 0o644) == 0 else { throw .last }
            // The old names must not go for an empty file.
            try file.synchronize()
            try directory.rename(temporary, to: Self.fileName)
            return Left(status: try file.status(), lines: count, names: count)
        } catch {
            try? directory.remove(temporary)
            throw error
        }
    }

    /// Writes every entry in pieces, and returns how many there are.
    private func write(
        _ table: Table, to file: borrowing FileDescriptor
    ) throws(SystemCallFailure) -> Int {
        var count = 0
        var bytes: [UInt8] = []
        for entry in table where names.includes(entry.registration.hostname) {
            JournalLine.append(.holds(entry), domain: domain, to: &bytes)
            count += 1
            guard bytes.count >= JournalReader.pieceSize else { continue }
            try file.writeAll(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try file.writeAll(bytes)
        return count
    }

    // MARK: - Reading

    /// The contents of the file.
    private struct Content {
        var entries: [Registration: Entry] = [:]
        var lines = 0
        /// Whether every line was whole and ours.
        var isWhole = true
        /// nil: there is no file.
        var status: FileStatus?
    }

    /// Returns the contents of the file: what was read, or read again if the file changed.
    private func content(
        _ known: Content?, in directory: Directory
    ) throws(SinkError) -> Content {
        guard let known, let status = known.status,
            (try? directory.status(of: Self.fileName))?.isUnchanged(since: status) == true
        else { return try read(in: directory) }
        return known
    }

    private func read(in directory: Directory) throws(SinkError) -> Content {
        var content = Content()
        do throws(SystemCallFailure) {
            guard let file = try directory.open(Self.fileName, O_RDONLY) else { return content }
            // Before the lines: what is appended meanwhile is looked at the next time.
            content.status = try file.status()
            content.isWhole = try JournalReader.read(file) { line in
                guard let statement = JournalLine.parse(line, domain: domain) else { return false }
                content.lines += 1
                switch statement {
                case .holds(let entry): content.entries[entry.registration] = entry
                case .ended(let registration): content.entries[registration] = nil
                }
                return true
            }
            return content
        } catch {
            throw error.error(cannot: "read", "\(path)/\(Self.fileName)")
        }
    }
}

extension FileStatus {
    /// Whether it is the same file, and as long.
    fileprivate func isUnchanged(since earlier: FileStatus) -> Bool {
        isSameFile(as: earlier) && size == earlier.size
    }
}

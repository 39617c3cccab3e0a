internal import DockerNetwork
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkSystem

/// Does the steps of a plan on this machine, and undoes them.
///
/// Each step is in the record before it is done. All of it blocks the calling thread.
package struct Execution {
    private var record: Record
    /// The time that a command may take: Docker stops its containers first.
    private static let patience = Duration.seconds(120)

    /// Opens this machine's record.
    ///
    /// - Throws: `ToolError` (78) if it cannot be read.
    package init() throws(ToolError) { record = try Record() }

    init(recordIn directory: String) throws(ToolError) { record = try Record(in: directory) }

    /// Whether there is nothing to undo.
    package var isEmpty: Bool { record.entries.isEmpty }

    /// Does one step.
    ///
    /// - Throws: `ToolError`: 78 if a file cannot be written, 69 if a command fails.
    package mutating func perform(_ step: Plan.Step) throws(ToolError) {
        switch step {
        case .write(let change): try write(change)
        case .run(let command):
            try inRecord { (record) throws(SystemCallFailure) in
                if let undo = command.undo { try record.append(.undo(undo)) }
                if let after = command.afterUndo { try record.append(.after(after)) }
            }
            try Self.run(command.words)
        case .restart(let restart): try Self.run(restart.words)
        }
    }

    private mutating func write(_ change: Plan.FileChange) throws(ToolError) {
        do throws(SystemCallFailure) {
            for directory in RootFile.missingDirectories(for: change.path) {
                try record.append(.directory(directory))
            }
            if let slash = change.path.lastIndex(of: "/") {
                _ = try Directory(String(change.path[..<slash]), creating: .all)
            }
            let old = try RootFile.state(of: change.path)
            // What the person agreed to was made of what was there then.
            guard old?.bytes == change.old else {
                throw SystemCallFailure(code: SystemCallFailure.changedMeanwhile)
            }
            try record.keep(change.path, old: old, new: change.new, line: change.line)
            var new = old ?? RootFile.new([])
            new.bytes = change.new
            try RootFile.write(new, to: change.path)
        } catch {
            throw .configuration(
                change.path,
                error.code == SystemCallFailure.changedMeanwhile
                    ? "somebody wrote it meanwhile; run setup again"
                    : "cannot be written: \(error.reason)")
        }
    }

    private mutating func inRecord(
        _ body: (inout Record) throws(SystemCallFailure) -> Void
    ) throws(ToolError) {
        do throws(SystemCallFailure) {
            try body(&record)
        } catch {
            throw .configuration(record.directory, "cannot be written: \(error.reason)")
        }
    }

    private static func run(_ words: [String]) throws(ToolError) {
        let output = ProgramOutput.of(words, within: patience)
        guard !output.isSuccess else { return }
        let last = output.text.split(separator: "\n").last.map { ": \($0)" } ?? ""
        let end = output.status.map { "ends with \($0)" } ?? "does not end"
        throw ToolError(.unavailable, "'\(words.joined(separator: " "))' \(end)\(last)")
    }

    // MARK: - Undo

    /// The changes that an undo takes back, as a numbered list; empty if there are none.
    package var undoText: String {
        let lines =
            record.entries.reversed().compactMap { entry -> String? in
                switch entry {
                case .file(let file):
                    file.old == nil ? "remove \(file.path)" : "put \(file.path) back as it was"
                case .undo(let words): "run '\(words.joined(separator: " "))'"
                case .directory, .after: nil
                }
            }
            + record.entries.compactMap { entry -> String? in
                if case .after(let words) = entry {
                    "run '\(words.joined(separator: " "))'"
                } else {
                    nil
                }
            }
        return lines.enumerated().map { " \($0.offset + 1). \($0.element)\n" }.joined()
    }

    /// The changes that an undo took back, line by line, and those that it could not.
    package struct Undone: Hashable, Sendable {
        /// The changes that were taken back.
        package var done: [String] = []
        /// The changes that were not, and why.
        package var failed: [String] = []
        /// The programs that go on with what they read, until they are restarted.
        package var pending: [String] = []
    }

    /// Undoes all that is in the record, the last first.
    ///
    /// A file that somebody else has written since stays as it is, but for a line that setup wrote.
    ///
    /// - Throws: `ToolError` (78) if the record cannot be written.
    package mutating func undo() throws(ToolError) -> Undone {
        var undone = Undone()
        var rest: [Record.Entry] = []
        for entry in record.entries.reversed() {
            switch entry {
            case .undo(let words): Self.run(words, &undone)
            case .file(let file):
                if !restore(file, &undone) { rest.insert(entry, at: 0) }
            case .directory(let path): RootFile.removeEmptyDirectory(path)
            case .after: break
            }
        }
        for case .after(let words) in record.entries { Self.run(words, &undone) }
        let kept = rest
        try inRecord { (record) throws(SystemCallFailure) in try record.reduce(to: kept) }
        return undone
    }

    private static func run(_ words: [String], _ undone: inout Undone) {
        do throws(ToolError) {
            try run(words)
            undone.done.append(words.joined(separator: " "))
        } catch {
            undone.failed.append(error.message)
        }
    }

    /// - Returns: Whether nothing is left to do for the file.
    private func restore(_ file: Record.File, _ undone: inout Undone) -> Bool {
        do throws(SystemCallFailure) {
            let now = try RootFile.state(of: file.path)
            let original = try record.original(of: file)
            guard now?.bytes != original?.bytes else { return true }
            if try now?.bytes == record.written(file) || now == nil {
                try replace(file.path, by: original)
            } else if let line = file.line, var now, let rest = Self.without(line, now.bytes) {
                now.bytes = rest
                try RootFile.write(now, to: file.path)
            } else {
                undone.failed.append(
                    "\(file.path) was written by somebody else since, and stays; it was as in "
                        + record.copy(file, file.old == nil ? "new" : "old"))
                return false
            }
            undone.done.append("\(file.path) is as it was")
            switch file.path {
            case SetupFiles.docker: undone.pending.append("Docker")
            case SetupFiles.dnsmasq: undone.pending.append("dnsmasq")
            default: break
            }
            return true
        } catch {
            undone.failed.append("\(file.path): \(error.reason)")
            return false
        }
    }

    private func replace(
        _ path: String, by original: RootFile.State?
    ) throws(SystemCallFailure) {
        guard let original else { return try RootFile.remove(path) }
        try RootFile.write(original, to: path)
    }

    /// A text without the first line of these bytes; nil if there is none.
    private static func without(_ line: String, _ bytes: [UInt8]) -> [UInt8]? {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if bytes[start..<end].elementsEqual(line.utf8) {
                return Array(bytes[..<start]) + bytes[min(end + 1, bytes.count)...]
            }
            start = end + 1
        }
        // Nothing that setup wrote is in it any more.
        return bytes
    }
}

extension SystemCallFailure {
    /// A file is not what it was when it was read (ESTALE).
    fileprivate static let changedMeanwhile: Int32 = 116
}

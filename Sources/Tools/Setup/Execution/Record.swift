internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// The changes that `setup` made on this machine, kept so that they can be undone.
///
/// It lies in a directory of root's alone. Each entry is a line of fields with tabs between them; the
/// files as they were, and as they were written, lie beside it as `NUMBER.old` and `NUMBER.new`.
struct Record: Sendable {
    /// One thing that was done.
    enum Entry: Hashable, Sendable {
        /// A file that was written.
        case file(File)
        /// A directory that was made.
        case directory(String)
        /// The command that takes a command back.
        case undo([String])
        /// A command that is run when all files are as they were.
        case after([String])
    }

    /// A file that was written.
    struct File: Hashable, Sendable {
        var path: String
        /// The number of its copies.
        var number: Int
        /// The owner before; nil: the file was not there.
        var old: Owner?
        /// The line that is all of the change; nil: it is more.
        var line: String?
    }

    /// The owner of a file, and who may use it.
    struct Owner: Hashable, Sendable {
        var mode: UInt32
        var user: UInt32
        var group: UInt32
    }

    /// The directory of records; not below the service's own, whose user could change what root
    /// reads here.
    package static let usualDirectory = "/var/lib/my-docker-network-setup"
    private static let name = "record"
    private static let largest = 1_048_576

    let directory: String
    private(set) var entries: [Entry]

    /// Reads the record of a machine; there may be none.
    ///
    /// - Throws: `ToolError` (78) if it cannot be read.
    init(in directory: String = Record.usualDirectory) throws(ToolError) {
        self.directory = directory
        let path = "\(directory)/\(Self.name)"
        do throws(SmallFile.Failure) {
            let text = try SmallFile.read(path, limit: Self.largest).bytes
            entries = String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap {
                Self.entry($0)
            }
        } catch {
            guard error == .missing else {
                throw .configuration(path, "cannot be read: \(error.description)")
            }
            entries = []
        }
    }

    /// The entry of a file, if it was written before.
    func file(_ path: String) -> File? {
        entries.lazy.compactMap { entry -> File? in
            if case .file(let file) = entry, file.path == path { file } else { nil }
        }.first
    }

    /// Adds an entry, which is there after a power cut too.
    mutating func append(_ entry: Entry) throws(SystemCallFailure) {
        guard !entries.contains(entry) else { return }
        entries.append(entry)
        try save()
    }

    /// Keeps what a file was and what it will be, before it is written.
    mutating func keep(
        _ path: String, old: RootFile.State?, new: [UInt8], line: String?
    ) throws(SystemCallFailure) {
        try makeDirectory()
        // What was there before the first run counts.
        if let known = file(path) {
            try RootFile.write(Self.copy(new), to: copy(known, "new"))
            return
        }
        let owner = old.map { Owner(mode: $0.mode, user: $0.user, group: $0.group) }
        let file = File(path: path, number: nextNumber, old: owner, line: line)
        if let old { try RootFile.write(Self.copy(old.bytes), to: copy(file, "old")) }
        try RootFile.write(Self.copy(new), to: copy(file, "new"))
        try append(.file(file))
    }

    /// The copy of a file as it was; nil: it was not there.
    func original(of file: File) throws(SystemCallFailure) -> RootFile.State? {
        guard let owner = file.old, let copy = try RootFile.state(of: copy(file, "old")) else {
            return nil
        }
        return RootFile.State(
            bytes: copy.bytes, mode: owner.mode, user: owner.user, group: owner.group)
    }

    /// The copy of a file as it was written.
    func written(_ file: File) throws(SystemCallFailure) -> [UInt8]? {
        try RootFile.state(of: copy(file, "new"))?.bytes
    }

    /// Returns the path of a copy.
    func copy(_ file: File, _ version: String) -> String {
        "\(directory)/\(file.number).\(version)"
    }

    /// Forgets all entries but some.
    mutating func reduce(to rest: [Entry]) throws(SystemCallFailure) {
        for case .file(let file) in entries where !rest.contains(.file(file)) {
            for version in ["old", "new"] { try RootFile.remove(copy(file, version)) }
        }
        entries = rest
        guard rest.isEmpty else { return try save() }
        try RootFile.remove("\(directory)/\(Self.name)")
        RootFile.removeEmptyDirectory(directory)
    }

    // MARK: - Text

    private func save() throws(SystemCallFailure) {
        try makeDirectory()
        let text = entries.map { Self.text($0) + "\n" }.joined()
        try RootFile.write(Self.copy(Array(text.utf8)), to: "\(directory)/\(Self.name)")
    }

    private func makeDirectory() throws(SystemCallFailure) {
        let opened = try Directory(directory, creating: .all)
        // What is kept may be secret.
        let made = try FileDescriptor(opened.path, 0)
        try made.setMode(0o700)
    }

    private static func copy(_ bytes: [UInt8]) -> RootFile.State {
        RootFile.State(bytes: bytes, mode: 0o600, user: 0, group: 0)
    }

    private var nextNumber: Int {
        (entries.compactMap { if case .file(let file) = $0 { file.number } else { nil } }.max() ?? 0)
            + 1
    }

    private static func text(_ entry: Entry) -> String {
        switch entry {
        case .file(let file):
            let owner = file.old.map { "\(String($0.mode, radix: 8)) \($0.user) \($0.group)" } ?? ""
            return ["file", file.path, String(file.number), owner, file.line ?? ""]
                .joined(separator: "\t")
        case .directory(let path): return "directory\t\(path)"
        case .undo(let words): return (["undo"] + words).joined(separator: "\t")
        case .after(let words): return (["after"] + words).joined(separator: "\t")
        }
    }

    private static func entry(_ line: Substring) -> Entry? {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count > 1 else { return nil }
        switch fields[0] {
        case "file":
            guard fields.count == 5, let number = Int(fields[2]) else { return nil }
            let parts = fields[3].split(separator: " ")
            var owner: Owner?
            if parts.count == 3, let mode = UInt32(parts[0], radix: 8), let user = UInt32(parts[1]),
                let group = UInt32(parts[2])
            {
                owner = Owner(mode: mode, user: user, group: group)
            }
            return .file(
                File(
                    path: fields[1], number: number, old: owner,
                    line: fields[4].isEmpty ? nil : fields[4]))
        case "directory": return .directory(fields[1])
        case "undo": return .undo(Array(fields.dropFirst()))
        case "after": return .after(Array(fields.dropFirst()))
        default: return nil
        }
    }
}

import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem

/// The layout of many small files in a directory that dnsmasq watches (`hostsdir`).
struct HostsDirectory: Sendable {
    /// More files than this, written while nobody says that dnsmasq has read them, may be more
    /// than the kernel's queue of events holds: 16,384, up to four for each file (inotify(7)).
    private static let safeWithoutAnswer = 2048

    /// The number of names that dnsmasq may look at for the new files of one update; beyond it a
    /// full reload is better: an estimate of 2 to 4 seconds, in which it answers between two files,
    /// against the half a second in which it does not answer.
    private static let costlyWalks = 200_000_000

    /// A group that takes longer keeps others waiting noticeably.
    private static let noticeable: Duration = .milliseconds(5)

    let path: String
    let domain: Domain
    let names: NameFilter
    /// Whether what dnsmasq misses can be repaired: then nobody waits for a dnsmasq that may not
    /// even run.
    let canRecover: Bool
    /// The contents of the files; nil: the directory may differ from the last table.
    private var content: DirectoryContent?
    private var spare = SpareFile()
    /// The directory as the last update found it: everything an update does, it does in this one.
    private var directory: Directory?
    private var pace = DnsmasqPace()
    /// Whether dnsmasq may have missed a change of a file: only a SIGHUP repairs that.
    private(set) var mayHaveLost = false

    init(path: String, domain: Domain, names: NameFilter, canRecover: Bool) {
        self.path = path
        self.canRecover = canRecover
        self.domain = domain
        self.names = names
    }

    /// The entries that the sink's files hold, the undivided one included.
    func contents() throws(SinkError) -> [Entry] {
        var entries: [Registration: Entry] = [:]
        guard let directory = try DirectoryListing.open(path) else { return [] }
        var room = FileReader.limit
        for name in try ourNames(in: directory) {
            for entry in try read(name, in: directory, &room).file.entries {
                entries[entry.registration] = entry
            }
        }
        return entries.values.sorted { $0.registration < $1.registration }
    }

    /// Takes all that is ours out of every file but one.
    mutating func clear(except name: String) throws(SinkError) {
        let directory = try DirectoryListing.create(path)
        self.directory = directory
        var room = FileReader.limit
        for other in try ourNames(in: directory) where other != name {
            let (bytes, old) = try read(other, in: directory, &room)
            if let rewrite = Rewrite(other, from: bytes, old, to: []) { try write(rewrite) }
        }
        spare.discard(in: directory)
    }

    /// Makes the files equal to the table.
    ///
    /// - Parameters:
    ///   - update: The table and what changed.
    ///   - check: Asks dnsmasq whether it has read what was written; nil: nobody asks.
    ///   - reload: Has dnsmasq read everything, and tells whether it was told.
    /// - Throws: `SinkError` where they cannot be written, or dnsmasq does not answer with it.
    mutating func apply(
        _ update: SinkUpdate, check: inout ServerCheck?, reload: () -> Bool
    ) throws(SinkError) {
        let rewrites: [Rewrite]
        var newContent: DirectoryContent
        let directory = try DirectoryListing.create(path)
        self.directory = directory
        // Taken out, so that it is changed in place, and is gone after a failure.
        if let changes = update.changes, let known = content.take() {
            newContent = known
            rewrites = try self.rewrites(
                for: changes, table: update.table, in: directory, &newContent)
        } else {
            content = nil
            newContent = DirectoryContent()
            rewrites = try self.rewrites(for: update.table, in: directory, &newContent)
        }
        pace.names = update.table.count
        var steps = RewritePlan(rewrites, files: newContent.addresses).steps
        if canRecover, Self.isCostly(steps, names: update.table.count) {
            let new = steps.filter(\.isNew)
            steps.removeAll(where: \.isNew)
            // What loses an address before those that gain it, as in the plan.
            let end = steps.firstIndex { $0.rank == 3 } ?? steps.endIndex
            try write(steps[..<end], check: &check)
            try writeUnseen(new, check: &check, reload: reload)
            try write(steps[end...], check: &check)
        } else {
            try write(steps[...], check: &check)
        }
        content = newContent
        if update.table.isEmpty { spare.discard(in: directory) }
    }

    /// Removes what is kept for the next change.
    mutating func discardSpare() {
        spare.discard(in: directory)
    }

    /// Notes that dnsmasq answers without something that it should have read.
    mutating func mayHaveMissed() {
        mayHaveLost = true
    }

    /// Notes that dnsmasq was told to read every file again.
    mutating func wasReloaded() {
        mayHaveLost = false
    }

    private func ourNames(in directory: Directory) throws(SinkError) -> [String] {
        try DirectoryListing.names(in: directory, at: path, where: HostsDirectoryFile.isOurs)
    }

    /// Reads a file; `room` is how many bytes all files together may have yet, since whoever may
    /// write to the directory can make thousands of large ones.
    private func read(
        _ name: String, in directory: Directory, _ room: inout Int
    ) throws(SinkError) -> (bytes: [UInt8]?, file: HostsFile) {
        let bytes = try FileReader.read(name, in: directory, at: path, limit: room)
        room -= bytes?.count ?? 0
        return (bytes, HostsFile(parsing: bytes ?? [], domain: domain))
    }

    /// The rewrites of the files that changes touch.
    ///
    /// - Throws: `SinkError` where one is not as it was left: others may not be either. The whole
    ///   table comes next then, as after any failure. It must not be taken from this update, whose
    ///   table may be ahead of its changes: those that are still to come would be counted twice.
    private func rewrites(
        for changes: TableChanges, table: Table, in directory: Directory,
        _ content: inout DirectoryContent
    ) throws(SinkError) -> [Rewrite] {
        var room = FileReader.limit
        var rewrites: [Rewrite] = []
        let wanted = changes.byRegistration.filter { names.includes($0.key.hostname) }
        for (file, registrations) in content.record(wanted) {
            let (bytes, old) = try read(file.name, in: directory, &room)
            guard content.isAsLeft(file, with: old.entries) else {
                throw SinkError(
                    "\(path)/\(file.name): somebody else changed our lines; "
                        + "all files are written anew")
            }
            // Also what stands in the file already is taken as the table has it.
            let entries = Set(old.entries.map(\.registration)).union(registrations)
                .filter { content.placement.file(of: $0.hostname) == file }
                .compactMap { names.includes($0.hostname) ? table[$0] : nil }
            content.leave(file, with: entries)
            if let rewrite = Rewrite(file.name, from: bytes, old, to: entries) {
                rewrites.append(rewrite)
            }
        }
        return rewrites
    }

    /// The rewrites of every file; the undivided one loses all that is ours.
    private func rewrites(
        for table: Table, in directory: Directory, _ newContent: inout DirectoryContent
    ) throws(SinkError) -> [Rewrite] {
        try TemporaryName.removeLeftovers(in: directory, at: path)
        var room = FileReader.limit
        var found: [String: (bytes: [UInt8]?, file: HostsFile)] = [:]
        var wanted: [String: [Entry]] = [:]
        var waiting = Dictionary(
            grouping: table.lazy.filter { names.includes($0.registration.hostname) },
            by: \.registration.hostname)
        // A hostname stays where it is found first.
        for name in try ourNames(in: directory).sorted() {
            let content = try read(name, in: directory, &room)
            found[name] = content
            wanted[name] = []
            guard let file = HostsDirectoryFile(name: name) else { continue }
            for entry in content.file.entries {
                for entry in waiting.removeValue(forKey: entry.registration.hostname) ?? [] {
                    _ = newContent.insert(entry.registration, in: file)
                    wanted[name]?.append(entry)
                }
            }
        }
        for (_, entries) in waiting.sorted(by: { $0.key < $1.key }) {
            for entry in entries {
                let file = newContent.insert(entry.registration)
                wanted[file.name, default: []].append(entry)
            }
        }
        for (name, entries) in wanted {
            guard let file = HostsDirectoryFile(name: name) else { continue }
            newContent.leave(file, with: entries)
        }
        return wanted.compactMap { name, entries in
            let old = found[name] ?? (nil, HostsFile(domain: domain))
            return Rewrite(name, from: old.bytes, old.file, to: entries)
        }
    }

    /// Whether dnsmasq would take long for the new files, one after the other.
    private static func isCostly(_ steps: [Rewrite], names: Int) -> Bool {
        let lines = steps.lazy.filter(\.isNew).map(\.difference.gained.count).reduce(0, +)
        return lines * names / 2 > costlyWalks
    }

    /// Writes new files so that dnsmasq does not see them, and has it read everything at once.
    private mutating func writeUnseen(
        _ steps: [Rewrite], check: inout ServerCheck?, reload: () -> Bool
    ) throws(SinkError) {
        mayHaveLost = true
        guard let directory else { return }
        for step in steps {
            guard case .replace(let bytes) = step.action else { continue }
            try FileWriter.createUnseen(step.name, in: directory, at: path, with: bytes)
        }
        guard reload() else { return }
        mayHaveLost = false
        if let question = steps.last?.question { try confirm(question, &check) }
    }

    /// Writes files group by group.
    ///
    /// - Throws: `SinkError` if one cannot be written, or at the end if dnsmasq did not answer:
    ///   what is written then needs not be written again.
    private mutating func write(
        _ steps: ArraySlice<Rewrite>, check: inout ServerCheck?
    ) throws(SinkError) {
        if check == nil, steps.count > Self.safeWithoutAnswer { mayHaveLost = true }
        var rest = steps
        var failure: SinkError?
        while !rest.isEmpty {
            let (group, looks) = nextGroup(of: rest)
            rest = rest[group.endIndex...]
            let began = ContinuousClock.now
            for step in group { try write(step) }
            if failure == nil, check != nil, let question = Self.question(of: group) {
                do throws(SinkError) {
                    try confirm(question, &check)
                    let took = ContinuousClock.now - began
                    pace.groupTook(took, files: group.count, looks: looks)
                    // dnsmasq looks for changed files before each question: who asked after the fence
                    // comes before this second one, and does not wait for the next group too.
                    if !rest.isEmpty, took > Self.noticeable { try confirm(question, &check) }
                } catch {
                    failure = error
                }
            }
            if check == nil || failure != nil, !rest.isEmpty {
                ServerCheck.sleep(pace.pause(forLooks: canRecover && check == nil ? 0 : looks))
            }
        }
        if let failure { throw failure }
    }

    /// The question whose answer says that a group was read: the last one that leaves no doubt.
    private static func question(of group: ArraySlice<Rewrite>) -> DNSQuestion? {
        let questions = group.reversed().lazy.compactMap(\.question)
        return questions.first { $0.others.isEmpty } ?? questions.first
    }

    /// The files that dnsmasq gets at once, at least one, and how often it looks at a name for
    /// them.
    private func nextGroup(
        of steps: ArraySlice<Rewrite>
    ) -> (ArraySlice<Rewrite>, looks: Int) {
        var looks = 0
        var end = steps.startIndex
        while end < steps.endIndex {
            let more = looks + pace.looks(forLines: steps[end].lines)
            let files = end - steps.startIndex + 1
            guard files == 1 || pace.fits(files: files, looks: more) else { break }
            looks = more
            end += 1
        }
        return (steps[..<end], looks)
    }

    private mutating func confirm(
        _ question: DNSQuestion, _ check: inout ServerCheck?
    ) throws(SinkError) {
        do {
            _ = try check?.confirm(question, names: pace.names)
        } catch {
            // It may be gone, or stopped while the kernel dropped what it should have read.
            mayHaveLost = true
            throw error
        }
    }

    private mutating func write(_ step: Rewrite) throws(SinkError) {
        guard let directory else { return }
        switch step.action {
        case .replace(let bytes):
            try spare.replace(step.name, in: directory, at: path, with: bytes)
        case .remove:
            try FileWriter.remove(step.name, in: directory, at: path)
        case .touch:
            try FileWriter.touch(step.name, in: directory, at: path)
        }
    }
}

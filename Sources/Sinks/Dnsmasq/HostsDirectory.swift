import DockerNetwork
import DockerNetworkHostsFile

/// The layout of many small files in a directory that dnsmasq watches (`hostsdir`).
struct HostsDirectory: Sendable {
    /// More files than this, written while nobody says that dnsmasq has read them, may be more
    /// than the kernel's queue of events holds: 16,384, two for each file (inotify(7)).
    private static let safeWithoutAnswer = 4096

    let path: String
    let domain: Domain
    let names: NameFilter
    /// Whether what dnsmasq misses can be healed: then nobody waits for a dnsmasq that may not
    /// even run.
    let canHeal: Bool
    /// Which files hold an address; nil: the directory may differ from the last table.
    private var index: AddressIndex?
    private var pace = DnsmasqPace()
    /// Whether dnsmasq may have missed a change of a file: only a SIGHUP heals that.
    private(set) var mayHaveLost = false

    init(path: String, domain: Domain, names: NameFilter, canHeal: Bool) {
        self.path = path
        self.canHeal = canHeal
        self.domain = domain
        self.names = names
    }

    /// The entries that the files of ours hold, those of another mapping included.
    func contents() throws(SinkError) -> [Entry] {
        var entries: [Registration: Entry] = [:]
        for name in try ourNames() {
            guard let bytes = try FileReader.read("\(path)/\(name)") else { continue }
            for entry in HostsFile(parsing: bytes, domain: domain).entries {
                entries[entry.registration] = entry
            }
        }
        return entries.values.sorted { $0.registration < $1.registration }
    }

    /// Takes all that is ours out of every file but one.
    func clear(except name: String) throws(SinkError) {
        for other in try ourNames() where other != name {
            let rewrite = try Rewrite(other, in: path, domain: domain, to: { _ in [] })
            if let rewrite { try write(rewrite) }
        }
    }

    /// Makes the files equal to the table.
    mutating func apply(_ update: SinkUpdate, check: inout ServerCheck?) throws(SinkError) {
        let rewrites: [Rewrite]
        var newIndex: AddressIndex
        // Taken out, so that it is changed in place, and is gone after a failure.
        if let changes = update.changes, let known = index.take() {
            newIndex = known
            rewrites = try self.rewrites(for: changes, table: update.table)
            record(changes, in: &newIndex)
        } else {
            index = nil
            newIndex = AddressIndex()
            rewrites = try self.rewrites(for: update.table, index: &newIndex)
        }
        pace.names = canHeal ? 0 : update.table.count
        try write(RewritePlan(rewrites, index: newIndex).steps, check: &check)
        index = newIndex
    }

    /// Notes that dnsmasq was told to read every file again.
    mutating func wasReloaded() {
        mayHaveLost = false
    }

    private func ourNames() throws(SinkError) -> [String] {
        (try DirectoryListing.names(in: path) ?? []).filter(HostsDirectoryFile.isOurs)
    }

    private func record(_ changes: TableChanges, in index: inout AddressIndex) {
        for (registration, change) in changes.byRegistration
        where names.includes(registration.hostname) {
            let file = HostsDirectoryFile(registration.hostname).number
            if change.before == nil { index.insert(registration.address, file: file) }
            if change.after == nil { index.remove(registration.address, file: file) }
        }
    }

    /// The rewrites of the files that changes touch.
    private func rewrites(
        for changes: TableChanges, table: Table
    ) throws(SinkError) -> [Rewrite] {
        var changed: [HostsDirectoryFile: [Registration]] = [:]
        for registration in changes.byRegistration.keys where names.includes(registration.hostname)
        {
            changed[HostsDirectoryFile(registration.hostname), default: []].append(registration)
        }
        var rewrites: [Rewrite] = []
        for (file, registrations) in changed {
            let rewrite = try Rewrite(file.name, in: path, domain: domain) { old in
                // Also what stands in the file already is taken as the table has it.
                Set(old.entries.map(\.registration)).union(registrations)
                    .filter { HostsDirectoryFile($0.hostname) == file }
                    .compactMap { names.includes($0.hostname) ? table[$0] : nil }
            }
            if let rewrite { rewrites.append(rewrite) }
        }
        return rewrites
    }

    /// The rewrites of every file, another mapping's included: those lose all that is ours.
    private func rewrites(
        for table: Table, index: inout AddressIndex
    ) throws(SinkError) -> [Rewrite] {
        try DirectoryListing.create(path)
        try TemporaryName.removeLeftovers(in: path)
        var wanted: [String: [Entry]] = [:]
        for name in try ourNames() { wanted[name] = [] }
        for entry in table where names.includes(entry.registration.hostname) {
            let file = HostsDirectoryFile(entry.registration.hostname)
            wanted[file.name, default: []].append(entry)
            index.insert(entry.registration.address, file: file.number)
        }
        var rewrites: [Rewrite] = []
        for (name, entries) in wanted {
            if let rewrite = try Rewrite(name, in: path, domain: domain, to: { _ in entries }) {
                rewrites.append(rewrite)
            }
        }
        return rewrites
    }

    private mutating func write(
        _ steps: [Rewrite], check: inout ServerCheck?
    ) throws(SinkError) {
        if check == nil, steps.count > Self.safeWithoutAnswer { mayHaveLost = true }
        var start = 0
        while start < steps.count {
            let end = min(start + pace.groupSize, steps.count)
            let began = ContinuousClock.now
            for step in steps[start..<end] { try write(step) }
            if let question = steps[start..<end].last(where: { $0.question != nil })?.question {
                try confirm(question, &check)
                if check != nil, end < steps.count { pace.groupTook(.now - began) }
            }
            if check == nil, end < steps.count { ServerCheck.sleep(pace.pause) }
            start = end
        }
    }

    private mutating func confirm(
        _ question: DNSQuestion, _ check: inout ServerCheck?
    ) throws(SinkError) {
        do {
            try check?.confirm(question)
        } catch {
            // It may be gone, or stopped while the kernel dropped what it should have read.
            mayHaveLost = true
            throw error
        }
    }

    private func write(_ step: Rewrite) throws(SinkError) {
        let file = "\(path)/\(step.name)"
        switch step.action {
        case .replace(let bytes):
            try FileWriter.replace(file, with: bytes, durability: .rename)
        case .remove:
            try FileWriter.remove(file)
        case .touch:
            try FileWriter.touch(file)
        }
    }
}

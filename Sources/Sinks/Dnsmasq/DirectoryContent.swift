import DockerNetwork

/// The contents of the directory's files: the file of each hostname, and of each address.
struct DirectoryContent: Sendable {
    private(set) var placement = FilePlacement()
    private(set) var addresses = MultiMap<IPAddress, UInt16>()
    /// A digest of the registrations that each file was left with.
    private var digests = [UInt32](repeating: 0, count: HostsDirectoryFile.count)

    /// Whether a file has the registrations that it was left with.
    func isAsLeft(_ file: HostsDirectoryFile, with entries: [Entry]) -> Bool {
        digests[Int(file.number)] == Self.digest(of: entries)
    }

    /// Notes what a file is left with.
    mutating func leave(_ file: HostsDirectoryFile, with entries: [Entry]) {
        digests[Int(file.number)] = Self.digest(of: entries)
    }

    /// Returns a digest that is the same in any order; 0 of no entries.
    private static func digest(of entries: [Entry]) -> UInt32 {
        entries.reduce(0) { $0 ^ UInt32(truncatingIfNeeded: $1.registration.hashValue) }
    }

    /// Notes a registration; `found` is the file that has it already, if one has.
    mutating func insert(
        _ registration: Registration, in found: HostsDirectoryFile? = nil
    ) -> HostsDirectoryFile {
        let file = placement.insert(registration.hostname, in: found)
        addresses.insert(file.number, for: registration.address)
        return file
    }

    /// Notes changes.
    ///
    /// - Returns: The files that they touch, each with its registrations.
    mutating func record(
        _ changes: [Registration: TableChanges.Change]
    ) -> [HostsDirectoryFile: [Registration]] {
        var touched: [HostsDirectoryFile: [Registration]] = [:]
        var new: [Registration] = []
        // A hostname that stays keeps its file, and those that go make room for those that come.
        for (registration, change) in changes where change.after != nil {
            guard let file = placement.file(of: registration.hostname) else {
                new.append(registration)
                continue
            }
            if change.before == nil { _ = insert(registration) }
            touched[file, default: []].append(registration)
        }
        for (registration, change) in changes where change.after == nil {
            guard let file = placement.remove(registration.hostname) else { continue }
            addresses.remove(file.number, for: registration.address)
            touched[file, default: []].append(registration)
        }
        for registration in new {
            touched[insert(registration), default: []].append(registration)
        }
        return touched
    }
}

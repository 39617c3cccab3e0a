import DockerNetwork

/// What the directory's files hold: where each hostname is, and each address.
struct DirectoryContent: Sendable {
    private(set) var placement = FilePlacement()
    private(set) var addresses = MultiMap<IPAddress, UInt16>()
    /// How many entries of ours each file was left with.
    private var counts = [UInt32](repeating: 0, count: HostsDirectoryFile.count)

    /// How many entries of ours a file was left with.
    subscript(countIn file: HostsDirectoryFile) -> Int {
        get { Int(counts[Int(file.number)]) }
        set { counts[Int(file.number)] = UInt32(newValue) }
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

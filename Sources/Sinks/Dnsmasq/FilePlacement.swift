import DockerNetwork

/// The choice of the file that holds a hostname.
///
/// For a changed file dnsmasq 2.90 goes through all names it has, once and again for each line in
/// the file, so files must be small; but each file costs something too, when it changes and when
/// dnsmasq starts. Measured at 10,000 names, a change / a start: 0.33 / 350 ms with one name a
/// file, 0.57 / 47 ms with five, 0.93 / 25 ms with ten. So a file is filled with four names before
/// the next one is begun: new names that come together are then also written together.
///
/// All registrations of a hostname are in one file, since dnsmasq drops the second of two equal
/// lines in two files and then loses the name with either.
struct FilePlacement: Sendable {
    private struct Place {
        var file: UInt16
        var registrations: UInt32 = 0
    }

    /// The number of lines that a file gets before the next one is begun, while files are left; and
    /// the number of further lines when none is.
    private static let step = 4

    private var places: [Hostname: Place] = [:]
    /// The number of lines of each file.
    private var loads = [UInt32](repeating: 0, count: HostsDirectoryFile.count)
    private var depth = Self.step
    /// The files with room, the next one last; those that are here although they are full by now
    /// go when it is their turn.
    private var open = Array((0..<UInt16(HostsDirectoryFile.count)).reversed())
    private var isOpen = [Bool](repeating: true, count: HostsDirectoryFile.count)

    /// The file that holds a hostname; nil: none does.
    func file(of hostname: Hostname) -> HostsDirectoryFile? {
        places[hostname].map { HostsDirectoryFile(number: $0.file) }
    }

    /// Notes a registration where its hostname stands already, in a file with room, or in a file
    /// that has it.
    ///
    /// - Parameters:
    ///   - hostname: The hostname.
    ///   - found: The file that has the line; it counts where the hostname has no place.
    /// - Returns: The file of the hostname.
    @discardableResult
    mutating func insert(
        _ hostname: Hostname, in found: HostsDirectoryFile? = nil
    ) -> HostsDirectoryFile {
        var place =
            places[hostname] ?? Place(file: found?.number ?? fileWithRoom())
        place.registrations += 1
        places[hostname] = place
        loads[Int(place.file)] += 1
        return HostsDirectoryFile(number: place.file)
    }

    /// Notes that one registration of a hostname is gone.
    ///
    /// - Returns: The file that held it; nil: none did.
    @discardableResult
    mutating func remove(_ hostname: Hostname) -> HostsDirectoryFile? {
        guard var place = places[hostname] else { return nil }
        place.registrations -= 1
        places[hostname] = place.registrations == 0 ? nil : place
        let file = Int(place.file)
        loads[file] -= 1
        if loads[file] < depth, !isOpen[file] {
            isOpen[file] = true
            open.append(place.file)
        }
        return HostsDirectoryFile(number: place.file)
    }

    private mutating func fileWithRoom() -> UInt16 {
        while true {
            while let file = open.last {
                if loads[Int(file)] < depth { return file }
                open.removeLast()
                isOpen[Int(file)] = false
            }
            depth += Self.step
            open = (0..<UInt16(HostsDirectoryFile.count)).reversed()
            isOpen = [Bool](repeating: true, count: HostsDirectoryFile.count)
        }
    }
}

import DockerNetwork

/// One of the directory's fixed files: `my-docker-network-8192-00a3`.
///
/// The names are fixed because dnsmasq never forgets a file name it has seen (170 bytes each).
///
/// There are 8,192 of them as a choice between two costs. For a changed file dnsmasq 2.90 goes
/// through all names once, and once more for each line in the file: reckoned, not timed, 26 such
/// walks for a change at 100,000 names with 4,096 files, and 14 with 8,192; at 10,000 names 4.4 and
/// 3.2, the least being 2. Yet a burst writes more files (with 4,096 it was seen to be faster), and
/// dnsmasq's start takes longer: it looks for each file in a list of all.
/// All registrations of a hostname are in one file, since dnsmasq drops the second of two equal
/// lines in two files and then loses the name with either.
struct HostsDirectoryFile: Hashable, Sendable {
    /// How many files there are; part of their names, so that another mapping's are recognised.
    static let count = 8192
    /// The one file of a directory that is not divided.
    static let only = "my-docker-network-1-0"
    private static let prefix = "my-docker-network-"

    /// Which of the files: 0 to 8,191.
    let number: UInt16

    /// A file by its number.
    init(number: UInt16) {
        self.number = number
    }

    /// The file of a hostname: FNV-1a, folded, because Swift's own hash differs in each process.
    init(_ hostname: Hostname) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in hostname.name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        hash ^= hash >> 32
        number = UInt16(truncatingIfNeeded: (hash ^ hash >> 16) % UInt64(Self.count))
    }

    /// The file's name in the directory.
    var name: String {
        let digits = String(number, radix: 16)
        return
            "\(Self.prefix)\(Self.count)-\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    }

    /// Whether a name is that of a file of ours, under this mapping or another.
    static func isOurs(_ name: String) -> Bool {
        let parts = name.dropFirst(prefix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard name.hasPrefix(prefix), parts.count == 2, let count = UInt32(parts[0]),
            let number = UInt32(parts[1], radix: 16)
        else { return false }
        // As we print them: no sign, no upper case.
        return number < count && String(count) == parts[0]
            && parts[1].allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
}

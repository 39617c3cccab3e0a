import DockerNetwork

/// One of the directory's fixed files: `my-docker-network-4096-0a3`.
///
/// The names are fixed because dnsmasq never forgets a file name it has seen (170 bytes each).
/// There are 4,096 of them because dnsmasq 2.90 pays for a change (names in that file) x (names
/// in all), and for each change goes through the list of the files it knows: with fewer files a
/// change costs more as the table grows, with many more the list does, and the events of one
/// write to each would not fit the kernel's queue (16,384, two for each).
/// All registrations of a hostname are in one file, since dnsmasq drops the second of two equal
/// lines in two files and then loses the name with either.
struct HostsDirectoryFile: Hashable, Sendable {
    /// How many files there are; part of their names, so that another mapping's are recognised.
    static let count = 4096
    private static let prefix = "my-docker-network-"

    /// Which of the files: 0 to 4,095.
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
            "\(Self.prefix)\(Self.count)-\(String(repeating: "0", count: 3 - digits.count))\(digits)"
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

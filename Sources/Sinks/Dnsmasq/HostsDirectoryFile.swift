/// One of the directory's fixed files: `my-docker-network-00a3`.
///
/// The names are fixed because dnsmasq never forgets a file name it has seen (170 bytes each).
struct HostsDirectoryFile: Hashable, Sendable {
    /// The maximum number of files.
    ///
    /// When dnsmasq starts, or is told to read everything again, it looks for each file in a list
    /// of all and answers nobody meanwhile: 2.90 was measured to take 0.04 s for 2,048 files and
    /// 0.3 s for 8,192; with 100,000 names in them 1.0 s, and 2.4 s in twice as many.
    static let count = 8192
    /// The one file of a directory that is not divided.
    static let only = "my-docker-network-all"
    private static let prefix = "my-docker-network-"
    private static let digits = 4

    /// The file's number: 0 to 8,191.
    let number: UInt16

    /// A file by its number.
    init(number: UInt16) {
        self.number = number
    }

    /// The file of a name in the directory; nil: the name is none of these files'.
    init?(name: String) {
        let text = name.dropFirst(Self.prefix.count)
        // As we print it: no sign, no upper case.
        guard name.hasPrefix(Self.prefix), text.utf8.count == Self.digits,
            text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
            let number = UInt16(text, radix: 16), number < Self.count
        else { return nil }
        self.number = number
    }

    /// The file's name in the directory.
    var name: String {
        let text = String(number, radix: 16)
        return Self.prefix + String(repeating: "0", count: Self.digits - text.count) + text
    }

    /// Whether a name is that of one of the sink's files, divided or not.
    static func isOurs(_ name: String) -> Bool {
        name == only || Self(name: name) != nil
    }
}

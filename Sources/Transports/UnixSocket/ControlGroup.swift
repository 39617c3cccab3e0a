/// The control group of a process, as `/proc/PID/cgroup` says it (cgroups(7), both versions): which
/// container a process is of.
///
/// A group that a container or a user makes below its own is not another: it costs nothing to make.
enum ControlGroup {
    /// So much of the file is read.
    static let longestFile = 4_096
    /// A longer name is cut: what is cut off distinguishes nobody.
    private static let longestName = 512
    /// A container's id has so many hexadecimal digits.
    private static let idLength = 64

    private struct Line {
        var hierarchy: Substring
        var controllers: Substring
        var name: String
        var isContainer: Bool
    }

    /// Reads the file's text, and returns the group's name, or nil where it says none but the root.
    static func name(in text: String) -> String? {
        let lines = text.split(separator: "\n").compactMap(line).filter { $0.name != "/" }
        // With both versions at once, an engine may have put its containers only into the first.
        let best =
            lines.first(where: \.isContainer)
            ?? lines.first { $0.hierarchy == "0" }
            ?? lines.first { $0.controllers == "name=systemd" } ?? lines.first
        return best?.name
    }

    private static func line(_ text: Substring) -> Line? {
        let fields = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, fields[2].hasPrefix("/") else { return nil }
        var name = ""
        var isContainer = false
        for part in fields[2].split(separator: "/") {
            name += "/\(part)"
            isContainer = namesContainer(part)
            // What stands below is made by whoever is in it.
            if isContainer || namesUser(part) { break }
        }
        return Line(
            hierarchy: fields[0], controllers: fields[1],
            name: name.isEmpty ? "/" : String(name.prefix(longestName)), isContainer: isContainer)
    }

    /// `user-1000.slice`: systemd lets a user make groups in its own.
    private static func namesUser(_ part: Substring) -> Bool {
        part.hasPrefix("user-") && part.hasSuffix(".slice")
    }

    private static func namesContainer(_ part: Substring) -> Bool {
        var digits = 0
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                digits += 1
                if digits == idLength { return true }
            default: digits = 0
            }
        }
        return false
    }
}

/// What the kernel says of a process's memory (proc(5)).
package enum Memory {
    /// The resident memory in KiB; 0: nothing is known of the process.
    package static func resident(of process: String) -> Int { field("VmRSS:", of: process) }

    /// What of it is the process's own, in KiB: not the pages of files, which the kernel maps in as
    /// large pieces as they happen to be cached, and shares.
    package static func own(of process: String) -> Int { field("RssAnon:", of: process) }

    private static func field(_ name: String, of process: String) -> Int {
        guard let text = Folder.read("/proc/\(process)/status") else { return 0 }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
                ?? 0
        }
        return 0
    }
}

/// The time when this machine started.
package enum MachineStart {
    /// The time of the boot that proc(5) has in `/proc/stat`: milliseconds since 1970; nil where it
    /// cannot be read.
    package static func milliseconds() -> Int64? {
        guard let contents = try? SmallFile.read("/proc/stat", limit: 4 << 20) else { return nil }
        let text = String(decoding: contents.bytes, as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
            return Int64(line.dropFirst("btime ".count)).map { $0 * 1000 }
        }
        return nil
    }
}

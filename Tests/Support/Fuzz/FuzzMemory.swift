import Glibc

/// How much memory this process holds.
package enum FuzzMemory {
    /// Bytes that are resident now.
    package static var now: Int { kilobytes("VmRSS:") << 10 }

    /// The most bytes that ever were.
    package static var peak: Int { kilobytes("VmHWM:") << 10 }

    private static func kilobytes(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "re") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            guard text.hasPrefix(name) else { continue }
            return Int(text.filter(\.isWholeNumber)) ?? 0
        }
        return 0
    }
}

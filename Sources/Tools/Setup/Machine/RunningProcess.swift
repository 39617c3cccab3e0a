internal import CDockerNetworkSystem
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A process of this machine (proc(5)).
struct RunningProcess: Hashable, Sendable {
    /// Its number.
    let number: Int32
    /// The name of its program, at most 15 bytes.
    let name: String
    /// Its arguments, with blanks between them.
    let arguments: String
    /// The start of the process, in seconds since 1970.
    let start: Double

    /// Returns all processes that this user can see, of this machine and not of its containers.
    static func all() -> [Self] {
        let boot = bootTime
        let own = namespace(of: "self")
        let numbers = (try? Directory("/proc").names()) ?? []
        return numbers.compactMap { text in
            guard let number = Int32(text), let read = Self(number, boot: boot) else { return nil }
            // A container's dnsmasq does not serve this machine. Whose namespace is out of sight counts.
            let namespace = namespace(of: text)
            return namespace == nil || own == nil || namespace == own ? read : nil
        }
    }

    private init?(_ number: Int32, boot: Double) {
        guard let stat = Self.read("/proc/\(number)/stat"), let open = stat.firstIndex(of: "("),
            let close = stat.lastIndex(of: ")"), open < close
        else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        self.number = number
        name = String(stat[stat.index(after: open)..<close])
        arguments = (Self.read("/proc/\(number)/cmdline") ?? "")
            .split(separator: "\0").joined(separator: " ")
        start = boot + ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    }

    /// Whether it started before a file was written, which it then has not read.
    func isOlder(than path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        let written = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
        // The boot is known by the second.
        return start + 1 < written
    }

    private static var bootTime: Double {
        let lines = (read("/proc/stat") ?? "").split(separator: "\n")
        return lines.first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) } ?? 0
    }

    private static func namespace(of process: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = readlink("/proc/\(process)/ns/net", &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? FileDescriptor(path, O_RDONLY),
            let bytes = try? file.readAll(limit: 1 << 20)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

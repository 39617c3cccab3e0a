#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The process that has an address and port which another one wants (proc(5), net/udp and net/tcp).
package struct SocketHolder: Hashable, Sendable {
    /// The process's number.
    package let process: Int32
    /// Its program's name, at most 15 bytes.
    package let program: String

    /// So much of a list is read, and so many processes are looked at: the answer is for a message.
    private static let largestList = 4 << 20
    private static let mostProcesses = 32_768
    /// TCP_LISTEN of the kernel's states.
    private static let listening = "0A"

    /// Looks for who has an address, or its port on every address; nil if this user cannot see it.
    package static func find(_ kind: ServerSocket.Kind, at name: SocketName) -> Self? {
        let inodes = Set(
            [kind.rawValue, "\(kind.rawValue)6"].flatMap { list in
                Self.inodes(in: "/proc/net/\(list)", isTCP: kind == .tcp, matching: name)
            })
        guard !inodes.isEmpty,
            let processes = try? Directory("/proc").names(where: {
                $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            })
        else { return nil }
        let links = Set(inodes.map { "socket:[\($0)]" })
        for text in processes.prefix(mostProcesses) {
            guard let process = Int32(text), has(process, oneOf: links) else { continue }
            let program = (try? ProcessHandle(process))?.name ?? "a program"
            return Self(process: process, program: program)
        }
        return nil
    }

    private static func has(_ process: Int32, oneOf links: Set<String>) -> Bool {
        let folder = "/proc/\(process)/fd"
        guard let directory = try? Directory(folder, worksAsOwner: false),
            let names = try? directory.names()
        else { return false }
        return names.contains { name in
            var bytes = [CChar](repeating: 0, count: 64)
            let count = readlink("\(folder)/\(name)", &bytes, bytes.count)
            guard count > 0 else { return false }
            let target = bytes[..<count].map(UInt8.init(bitPattern:))
            return links.contains(String(decoding: target, as: UTF8.self))
        }
    }

    private static func inodes(
        in path: String, isTCP: Bool, matching name: SocketName
    ) -> [Substring] {
        guard let file = try? FileDescriptor(path, O_RDONLY),
            let bytes = try? file.readAll(limit: largestList)
        else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            // sl, local, remote, state, queues, timer, retransmits, user, time-out, inode
            let fields = line.split(separator: " ", maxSplits: 10)
            guard fields.count > 9, !isTCP || fields[3] == listening else { return nil }
            let parts = fields[1].split(separator: ":")
            guard parts.count == 2, UInt16(parts[1], radix: 16) == name.port,
                isSame(parts[0], name)
            else { return nil }
            return fields[9]
        }
    }

    /// Whether a list's address is this one, or stands for every address.
    private static func isSame(_ text: Substring, _ name: SocketName) -> Bool {
        if name.isWildcard || text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return true }
        return text == hexadecimal(name.address)
    }

    /// Each four bytes as one number of this machine's byte order.
    private static func hexadecimal(_ address: [UInt8]) -> String {
        stride(from: 0, to: address.count, by: 4).map { start in
            let word = address[start..<(start + 4)].withUnsafeBytes {
                $0.loadUnaligned(as: UInt32.self)
            }
            let digits = String(word, radix: 16, uppercase: true)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}

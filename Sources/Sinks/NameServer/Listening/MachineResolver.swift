package import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The servers that this machine's resolver asks (resolv.conf(5)).
package struct MachineResolver: Hashable, Sendable {
    /// The files that may name them: the first counts that names a server other than ourselves.
    ///
    /// The first names only systemd-resolved's stub where that runs, or this server where it is the
    /// machine's only one; the second and the third hold what their programs learned from the
    /// network, and the last is the user's own.
    static let usualFiles = [
        "/etc/resolv.conf", "/run/systemd/resolve/resolv.conf",
        "/run/NetworkManager/no-stub-resolv.conf", "/etc/my-docker-network/upstream.conf",
    ]

    /// systemd-resolved's own: it would ask for a name here again.
    private static let stubs: Set<IPAddress> = Set(
        ["127.0.0.53", "127.0.0.54"].compactMap { IPAddress($0) })
    private static let largestFile = 65_536
    private static let mostServers = 8

    /// The files, in order.
    var files = Self.usualFiles

    /// The directories of the files, for who watches them.
    var directories: [String] {
        var seen: Set<String> = []
        return files.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }
            .filter { seen.insert($0).inserted }
    }

    /// Reads the servers.
    ///
    /// - Parameter isOwn: Whether a server is the one that asks.
    /// - Returns: At most eight.
    func servers(except isOwn: (ServerAddress) -> Bool) -> [ServerAddress] {
        for file in files {
            let servers = Self.servers(in: file).filter {
                !Self.stubs.contains($0.address) && !isOwn($0)
            }
            if !servers.isEmpty { return Array(servers.prefix(Self.mostServers)) }
        }
        return []
    }

    private static func servers(in path: String) -> [ServerAddress] {
        // Links are followed: /etc/resolv.conf is one more often than not, and root's.
        guard let file = try? FileDescriptor(path, O_RDONLY | O_NONBLOCK | O_NOCTTY),
            let bytes = try? file.readAll(limit: largestFile)
        else { return [] }
        return servers(in: bytes)
    }

    /// The servers that the text of a file names, in its order.
    package static func servers(in text: [UInt8]) -> [ServerAddress] {
        text.split(separator: UInt8(ascii: "\n")).compactMap { server(in: $0) }
    }

    private static func server(in line: ArraySlice<UInt8>) -> ServerAddress? {
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count > 1, words[0].elementsEqual("nameserver".utf8) else { return nil }
        let parts = words[1].split(separator: UInt8(ascii: "%"), maxSplits: 1)
        guard let text = parts.first, let address = IPAddress(utf8: text) else { return nil }
        guard parts.count == 2 else { return ServerAddress(address) }
        let scope = if_nametoindex(String(decoding: parts[1], as: UTF8.self))
        return scope == 0 ? nil : ServerAddress(address, scope: scope)
    }
}

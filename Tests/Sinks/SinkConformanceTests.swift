import DockerNetwork
import DockerNetworkConformance
import DockerNetworkDnsmasq
import DockerNetworkNameServer
import DockerNetworkSystemHosts
import Foundation
import Testing
import TestSupport

/// Every sink against the rules for all.
struct SinkConformanceTests {
    static let sinks = [
        SinkConformance(name: "dnsmasq directory") {
            let folder = try TemporaryFolder()
            return place(
                folder, "hosts.d", foreign: "hosts.d/somebody-elses",
                isDirectory: true
            ) {
                try DnsmasqSink(mode: .directory(path: $0("hosts.d"), pidFile: $0("pid")))
            }
        },
        SinkConformance(name: "dnsmasq file") {
            let folder = try TemporaryFolder()
            return place(
                folder, "hosts", foreign: nil, isDirectory: false
            ) {
                try DnsmasqSink(mode: .file(path: $0("hosts"), pidFile: $0("pid")))
            }
        },
        SinkConformance(name: "name server") {
            let folder = try TemporaryFolder()
            return place(
                folder, "names.d", foreign: "names.d/somebody-elses", isDirectory: true
            ) {
                try NameServerSink(path: $0("names.d"), listen: [])
            }
        },
        SinkConformance(name: "system hosts") {
            let folder = try TemporaryFolder()
            return place(folder, "hosts", foreign: nil, isDirectory: false) {
                try SystemHostsSink(path: $0("hosts"))
            }
        },
    ]

    @Test(arguments: SinkConformance.rows(sinks))
    func conforms(_ row: SinkConformance.Row) async throws {
        try await row.run()
    }

    /// A place in a folder; foreign content goes to a file of its own, or to the front of the sink's.
    private static func place(
        _ folder: TemporaryFolder, _ name: String, foreign: String?, isDirectory: Bool,
        makeSink: @escaping @Sendable (TemporaryFolder) throws -> any HostsSink
    ) -> SinkPlace {
        let foreignBytes = Array(
            "127.0.0.1\tlocalhost\r\n#\u{e9} my-docker-network was here\n".utf8)
        return SinkPlace(
            makeSink: { try makeSink(folder) },
            files: { try states(folder(name)) },
            obstruct: {
                // Something of the other kind is in the way: not even root can write there.
                guard rename(folder(name), folder("aside")) == 0 else { throw POSIXError(.EIO) }
                if isDirectory {
                    try folder.write([], to: name)
                } else {
                    guard mkdir(folder(name), 0o755) == 0 else { throw POSIXError(.EIO) }
                }
            },
            clear: {
                try FileManager.default.removeItem(atPath: folder(name))
                guard rename(folder("aside"), folder(name)) == 0 else { throw POSIXError(.EIO) }
            },
            plantForeign: {
                if foreign != nil { _ = mkdir(folder(name), 0o755) }
                try folder.write(foreignBytes, to: foreign ?? name)
            },
            isForeignIntact: { try folder.read(foreign ?? name).starts(with: foreignBytes) },
            copy: { states in
                let other = try TemporaryFolder()
                if isDirectory { _ = mkdir(other(name), 0o755) }
                for (path, state) in states {
                    try other.write(state.bytes, to: String(path.dropFirst(folder.path.count + 1)))
                }
                return place(
                    other, name, foreign: foreign, isDirectory: isDirectory, makeSink: makeSink)
            }
        )
    }

    private static func states(_ path: String) throws -> [String: SinkPlace.FileState] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        else { return [:] }
        let paths =
            isDirectory.boolValue
            ? try FileManager.default.contentsOfDirectory(atPath: path).map { "\(path)/\($0)" }
            : [path]
        var states: [String: SinkPlace.FileState] = [:]
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            // Gone since it was listed.
            guard let bytes = FileManager.default.contents(atPath: path) else { continue }
            states[path] = SinkPlace.FileState(
                bytes: Array(bytes),
                written: Int64(status.st_mtim.tv_sec) * 1_000_000_000
                    + Int64(status.st_mtim.tv_nsec))
        }
        return states
    }
}

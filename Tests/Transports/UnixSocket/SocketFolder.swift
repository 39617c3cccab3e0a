import DockerNetworkUnixSocket
import Glibc
import Testing

/// A folder for one test's socket; it goes when the test lets go of it.
final class SocketFolder: Sendable {
    let path: String

    init() {
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = "\(parent)/my-docker-network-unix-\(number)"
        mkdir(path, 0o700)
    }

    deinit {
        unlink(socket)
        rmdir(path)
    }

    /// Where the socket belongs.
    var socket: String { "\(path)/announce.sock" }

    func transport(
        _ change: (inout UnixSocketConfiguration) -> Void = { _ in }
    ) -> UnixSocketTransport {
        var configuration = UnixSocketConfiguration(path: socket)
        change(&configuration)
        return UnixSocketTransport(configuration)
    }

    /// What this process is called on the host's side.
    static let user = "uid:\(geteuid())"

    /// The permission bits, owner and group of a file; nil: it is not there.
    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    var files: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

import DockerNetworkConformance
import Foundation

/// A folder that is gone with this object.
final class TemporaryFolder: Sendable {
    private let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "json-sink-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// The content and the time of a file, or nil where there is none.
    func state(of file: String) throws -> SinkPlace.FileState? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        let time = status.st_mtim
        return SinkPlace.FileState(
            bytes: Array(try Data(contentsOf: URL(filePath: file))),
            written: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

public import DockerNetwork
import Foundation

/// Keeps one JSON file equal to the table: an array with an object for each registration.
///
/// The file belongs to the sink as a whole. It is replaced by renaming, so that nobody ever reads
/// half of one, and it is not written where nothing changed.
public actor JSONSink: HostsSink {
    private let path: String
    private let domain: Domain
    private let executor = FileExecutor()

    /// Makes a sink of a file; nothing is read or written before it is asked to.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must exist.
    ///   - domain: The domain hostnames are relative to, as in the service's configuration.
    public init(path: String, domain: Domain = .docker) {
        self.path = path
        self.domain = domain
    }

    /// `json` and the file's path.
    public nonisolated var name: String { "json \(path)" }

    /// Runs this actor on a thread where a slow disk keeps nobody waiting.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Reads what an earlier process wrote.
    ///
    /// - Throws: `SinkError` where the file cannot be read, or holds something else than a table.
    public func contents() async throws(SinkError) -> [Entry] {
        guard let data = try read() else { return [] }
        do {
            return try JSONDecoder().decode([JSONEntry].self, from: data)
                .map { try $0.entry(in: domain) }
        } catch {
            throw SinkError("\(path) holds no table of names; move it away, or name another file")
        }
    }

    /// Makes the file hold the table.
    ///
    /// - Throws: `SinkError` where the file cannot be written, or is somebody else's.
    public func apply(_ update: SinkUpdate) async throws(SinkError) {
        // The file is small: what changed matters less here than what is there.
        guard Table(try await contents()) != update.table else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            let data = try encoder.encode(update.table.sorted().map { JSONEntry($0) })
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw SinkError("cannot write \(path); is its folder there and writable?")
        }
    }

    private func read() throws(SinkError) -> Data? {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        } catch {
            throw SinkError("cannot read \(path); is it a file that this user may read?")
        }
    }
}

import DockerNetwork
import Foundation

/// The folder: a folder for each host, in which the names of files give their order.
struct Spool {
    let path: String
    let endpoint: String
    private var last: Int64 = 0

    init(path: String, endpoint: String) {
        self.path = path
        self.endpoint = endpoint
    }

    /// The folders of all hosts, whether they are there now or not.
    func hosts() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
    }

    /// The folder of one host.
    ///
    /// - Throws: `TransportError` with `.configuration` where the name is no folder's.
    func folder(of host: String) throws(TransportError) -> String {
        guard !host.isEmpty, !host.hasPrefix("."), !host.contains("/"), !host.contains("\0") else {
            throw TransportError(
                .configuration, "\(endpoint): '\(host)' is no folder's name; set host-name")
        }
        return "\(path)/\(host)"
    }

    /// Puts a file behind those that this process and others wrote before.
    ///
    /// - Throws: `TransportError` with `.closed`: the folder may be there again at the next try.
    mutating func put(_ file: SpoolFile, into folders: [String]) throws(TransportError) {
        // The clock orders what several write; one that steps back does not disorder what one does.
        last = max(last + 1, Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        let stamp = String(last)
        let zeros = String(repeating: "0", count: max(0, 19 - stamp.utf8.count))
        let name = "\(zeros)\(stamp)-\(UUID().uuidString)"
        do {
            let data = try JSONEncoder().encode(file)
            for folder in folders {
                try data.write(to: URL(filePath: "\(folder)/.\(name)"))
                try FileManager.default.moveItem(
                    atPath: "\(folder)/.\(name)", toPath: "\(folder)/\(name)")
            }
        } catch {
            throw TransportError(
                .closed, "\(endpoint): cannot write a file; is the folder there and writable?")
        }
    }

    /// The files that wait in a host's folder, in their order.
    ///
    /// - Throws: `TransportError` with `.closed` where the folder is gone.
    func files(in folder: String) throws(TransportError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw TransportError(.closed, "\(endpoint): the host's folder is gone")
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A file's content, or nil where it is none of ours: too long, or no plain file.
    func content(of file: String) -> Data? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        guard attributes?[.type] as? FileAttributeType == .typeRegular,
            let size = attributes?[.size] as? Int, size <= SpoolFile.longest
        else { return nil }
        return FileManager.default.contents(atPath: file)
    }
}

import Glibc

/// A folder of the benchmark's own, gone with this object.
package final class Folder {
    /// Its path.
    package let path: String

    /// Makes it below another one, readable by a dnsmasq that runs as nobody.
    package init(in parent: String) throws {
        var template = Array("\(parent)/my-docker-network-benchmark-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw BenchmarkError("cannot make a folder in \(parent): errno \(errno)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o755)
        mkdir("\(path)/hosts.d", 0o755)
    }

    deinit {
        for folder in ["\(path)/hosts.d", path] {
            for name in Self.names(in: folder) { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
    }

    /// The names in a folder.
    package static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The text of a file; nil: it cannot be read.
    package static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    /// Makes a file hold a text.
    package static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw BenchmarkError("cannot write \(path): errno \(errno)")
        }
        fputs(text, file)
        guard fclose(file) == 0 else { throw BenchmarkError("cannot write \(path)") }
    }
}

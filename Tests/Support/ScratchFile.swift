import Foundation
import Testing

/// A file without a name, for a program's standard streams.
///
/// Rather than a pipe: nobody need read it meanwhile, and no other child can keep it open.
final class ScratchFile {
    let descriptor: Int32

    init(_ content: String = "") throws {
        let name = NSTemporaryDirectory() + "my-docker-network-stream-\(UUID().uuidString)"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        unlink(name)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        try file.write(contentsOf: Data(content.utf8))
        try file.seek(toOffset: 0)
    }

    deinit {
        close(descriptor)
    }

    func text() throws -> String {
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        try file.seek(toOffset: 0)
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
}

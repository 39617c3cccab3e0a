internal import CDockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Reads files that people write: regular ones of limited size, never waiting.
package enum SmallFile {
    /// The contents of a file, and who may read it.
    package struct Contents: Hashable, Sendable {
        /// The bytes.
        package var bytes: [UInt8]
        /// The permission bits, such as 0o600.
        package var mode: UInt32
        /// Whether it belongs to this process's user.
        package var isOwn: Bool
    }

    /// A reason why a file could not be read.
    package enum Failure: Error, Hashable, Sendable {
        /// There is none.
        case missing
        /// The system's own words.
        case system(String)
        /// It is a folder, a pipe, a device.
        case notRegular
        /// It has more bytes than it may.
        case tooLarge(limit: Int)

        /// The reason as the end of a sentence that began with the path.
        package var description: String {
            switch self {
            case .missing: "no such file"
            case .system(let words): words
            case .notRegular: "not a regular file"
            case .tooLarge(let limit): "larger than \(limit) bytes"
            }
        }
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - limit: The most bytes it may have.
    /// - Returns: Its bytes and its permissions.
    /// - Throws: `Failure`.
    package static func read(_ path: String, limit: Int) throws(Failure) -> Contents {
        // Opening a pipe would wait for its writer, and what waits here stops the program.
        let descriptor = ForeignText.withCString(path) {
            open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        }
        guard descriptor >= 0 else { throw lastFailure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw lastFailure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = systemRead(descriptor, &chunk)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw lastFailure() }
            guard count > 0 else { break }
            guard bytes.count + count <= limit else { throw .tooLarge(limit: limit) }
            bytes.append(contentsOf: chunk[..<count])
        }
        return Contents(
            bytes: bytes, mode: status.st_mode & 0o7777, isOwn: status.st_uid == geteuid())
    }

    private static func lastFailure() -> Failure {
        switch errno {
        case ENOENT, ENOTDIR: .missing
        case let number: .system(SystemCallFailure(code: number).reason)
        }
    }
}

/// read(2), which has the name of a method above.
private func systemRead(_ descriptor: Int32, _ chunk: inout [UInt8]) -> Int {
    read(descriptor, &chunk, chunk.count)
}

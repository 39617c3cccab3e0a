#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Standard output, without a buffer.
package enum StandardOutput {
    /// Writes a text; where nobody reads any more it is lost.
    package static func write(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// write(2), which has the name of a method above.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// Standard error, without a buffer.
package enum StandardError {
    /// Writes a text; where nobody reads any more it is lost.
    package static func write(_ text: String) {
        StandardOutput.write(text, to: STDERR_FILENO)
    }
}

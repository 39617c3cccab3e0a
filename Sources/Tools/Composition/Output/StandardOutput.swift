internal import Glibc

/// Standard output, without a buffer.
package enum StandardOutput {
    /// Writes a text; where nobody reads any more it is lost.
    package static func write(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

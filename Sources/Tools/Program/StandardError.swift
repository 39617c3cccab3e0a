#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Standard error, without a buffer.
package enum StandardError {
    /// Writes a text; where nobody reads any more it is lost.
    package static func write(_ text: String) {
        StandardOutput.write(text, to: STDERR_FILENO)
    }
}

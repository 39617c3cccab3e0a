#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The C library's words for its error numbers.
package enum SystemText {
    /// The words for one number, such as `Permission denied`.
    package static func describe(_ number: Int32) -> String {
        guard let words = strerror(number) else { return "error \(number)" }
        return String(cString: words)
    }
}

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The kernel's name of this machine, or of this container: the value of `--hostname`, whole.
package enum MachineName {
    /// The name that gethostname(2) tells; empty where there is none.
    package static func current() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return ForeignText.decode(Array(bytes))
    }
}

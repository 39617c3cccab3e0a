/// Why a text is no hostname.
package struct HostnameTextError: Error, Hashable, Sendable {
    /// One line.
    package var message: String
}

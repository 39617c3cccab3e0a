package import DockerNetwork

/// How one kind of transport is made of its settings.
package struct TransportAdapter: Sendable {
    /// The URL schemes it serves unencrypted.
    package var schemes: [String]
    /// The URL schemes it serves encrypted.
    package var encryptedSchemes: [String]
    /// Whether a host looks for messages again and again, rather than being sent them.
    package var isPolled = false
    /// Whether it connects to a socket in the file system: no user, no password, no queue, and a
    /// group of its own.
    package var isLocal = false
    /// Makes the transport; it connects nowhere yet.
    package var make: @Sendable (TransportSettings) throws(ToolError) -> any Transport
}

package import DockerNetwork

/// How one kind of transport is made of its settings.
package struct TransportAdapter: Sendable {
    /// The URL schemes it serves unencrypted.
    package var schemes: [String]
    /// The URL schemes it serves encrypted.
    package var encryptedSchemes: [String]
    /// Makes the transport; it connects nowhere yet.
    package var make: @Sendable (TransportSettings) throws(ToolError) -> any Transport
}

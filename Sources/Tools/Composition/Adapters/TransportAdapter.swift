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
    /// Makes it; it connects nowhere yet.
    package var maker: Maker

    /// How it is made.
    package enum Maker: Sendable {
        /// Emitters publish over it, and hosts listen.
        case transport(@Sendable (TransportSettings) throws(ToolError) -> any Transport)
        /// Hosts alone listen; it is told the whole configuration, too.
        case source(
            @Sendable (TransportSettings, Configuration) throws(ToolError)
                -> any AnnouncementSource)
    }

    /// One that carries announcements.
    init(
        schemes: [String], encryptedSchemes: [String], isPolled: Bool = false,
        isLocal: Bool = false,
        make: @escaping @Sendable (TransportSettings) throws(ToolError) -> any Transport
    ) {
        self.schemes = schemes
        self.encryptedSchemes = encryptedSchemes
        self.isPolled = isPolled
        self.isLocal = isLocal
        maker = .transport(make)
    }

    /// One that announces for others by itself.
    init(
        sourceSchemes schemes: [String],
        make:
            @escaping @Sendable (TransportSettings, Configuration) throws(ToolError)
            -> any AnnouncementSource
    ) {
        self.schemes = schemes
        encryptedSchemes = []
        maker = .source(make)
    }
}

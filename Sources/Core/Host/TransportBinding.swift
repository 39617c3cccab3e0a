/// A transport and what tells it from others.
public struct TransportBinding: Sendable {
    /// The transport.
    public var transport: any AnnouncementSource
    /// Says whether two bindings are the same: a running service that is given other parts goes on
    /// with the connection it has where the new one's `id` is the same.
    public var id: PartID

    /// Joins a transport to all of its settings.
    public init(_ transport: any AnnouncementSource, id: PartID) {
        self.transport = transport
        self.id = id
    }

    /// Creates one from its parts.
    ///
    /// - Parameters:
    ///   - transport: The transport.
    ///   - id: What tells it from other transports, settings included; nil: its endpoint.
    public init(_ transport: any AnnouncementSource, id: String? = nil) {
        self.transport = transport
        self.id = PartID(id ?? transport.endpoint)
    }
}

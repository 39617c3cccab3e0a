public import DockerNetwork

/// One wire of its own, made for one row of the transport suite.
public struct TransportFixture: Sendable {
    /// The transport under test: every subscription and publisher of a row uses it.
    public var transport: any Transport
    /// What `Delivery.user` must say, or nil where the transport vouches for nobody.
    public var user: String?
    /// Puts a body on the wire as it is, past every check of ours; nil: the wire cannot.
    public var inject: (@Sendable ([UInt8]) async throws -> Void)?
    /// Takes the wire down after the row.
    public var tearDown: @Sendable () async -> Void

    /// Joins the four.
    public init(
        _ transport: any Transport, user: String? = nil,
        inject: (@Sendable ([UInt8]) async throws -> Void)? = nil,
        tearDown: @escaping @Sendable () async -> Void = {}
    ) {
        self.transport = transport
        self.user = user
        self.inject = inject
        self.tearDown = tearDown
    }
}

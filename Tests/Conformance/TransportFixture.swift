public import DockerNetwork

/// One wire of its own, made for one row of the transport suite.
public struct TransportFixture: Sendable {
    /// The transport under test: every subscription and publisher of a row uses it.
    public var transport: any Transport
    /// What `Delivery.user` must say, or nil where the transport vouches for nobody.
    public var user: String?
    /// The same wire for emitters of another sender; nil: there is none.
    public var other: (any Transport)?
    /// Puts a body on the wire as it is, past every check; nil: the wire cannot.
    public var inject: (@Sendable ([UInt8]) async throws -> Void)?
    /// Takes the wire down after the row.
    public var tearDown: @Sendable () async -> Void

    /// Creates one from its parts.
    public init(
        _ transport: any Transport, user: String? = nil, other: (any Transport)? = nil,
        inject: (@Sendable ([UInt8]) async throws -> Void)? = nil,
        tearDown: @escaping @Sendable () async -> Void = {}
    ) {
        self.transport = transport
        self.user = user
        self.other = other
        self.inject = inject
        self.tearDown = tearDown
    }
}

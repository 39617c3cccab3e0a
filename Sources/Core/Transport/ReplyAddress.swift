/// Where a receipt goes; only the transport that made it can read it.
public struct ReplyAddress: Hashable, Sendable {
    /// The transport's own address of the sender.
    public var route: String
    /// The sender's own name of what is answered.
    public var correlation: String

    /// Creates one from its parts.
    public init(route: String, correlation: String) {
        self.route = route
        self.correlation = correlation
    }
}

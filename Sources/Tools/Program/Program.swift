/// The program for which a configuration is read: their defaults differ.
package enum Program: String, Hashable, Sendable {
    /// The host tool.
    case host = "my-docker-network"
    /// The container tool.
    case emitter = "my-docker-network-emit"
}

/// Which of the two programs a configuration is read for: their defaults differ.
package enum Program: String, Hashable, Sendable {
    /// The host tool.
    case host = "my-docker-network"
    /// The container tool.
    case emitter = "my-docker-network-emit"
}

package import DockerNetwork
package import Logging

/// How one kind of sink is made of its settings.
package struct SinkAdapter: Sendable {
    /// The word that picks it.
    package var kind: String
    /// Makes the sink; it reads and writes nothing yet.
    package var make: @Sendable (SinkSettings, Domain, Logger) throws(ToolError) -> any HostsSink
}

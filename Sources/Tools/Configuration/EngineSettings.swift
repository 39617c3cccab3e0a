package import DockerNetwork

/// What is announced of the containers of an engine that a transport watches.
package struct EngineSettings: Hashable, Sendable {
    /// Where a container's names come from.
    package enum NameSource: String, Hashable, Sendable, CaseIterable {
        /// Its hostname, where one was given.
        case hostname
        /// Its own name.
        case name
        /// Its network aliases.
        case alias
        /// Compose's `SERVICE` and `SERVICE.PROJECT`.
        case service
    }

    /// From when on a container has its names.
    package enum NamesWhen: String, Hashable, Sendable, CaseIterable {
        /// Since it runs.
        case started
        /// While its check succeeds; without a check since it runs.
        case healthy
    }

    /// What the policy calls the engine, after `docker:`; nil: the socket's file name, or the host.
    package var name: String?
    /// Where names come from.
    package var names = NameSource.allCases
    /// Patterns of networks' names.
    package var networks = ["*"]
    /// Whether a container needs a label of ours.
    package var requiresLabel = false
    /// From when on a container has its names.
    package var namesWhen = NamesWhen.started
    /// How long a name holds without the engine.
    package var lease = Lease.usual

    /// Every default.
    package init() {}
}

extension TransportSettings {
    /// Whether the connection to an engine is encrypted: a key of TLS says so.
    package var isEngineEncrypted: Bool { authorityFile != nil || certificate != nil }
}

package import DockerNetwork

/// The hostnames that go to a sink: those that match one of its patterns, and that a line under the
/// sink's domain can hold.
package struct NameFilter: Sendable {
    private let patterns: [NamePattern]
    private let includesAll: Bool
    private let domain: Domain

    /// Joins patterns.
    package init(_ patterns: [NamePattern], domain: Domain) {
        self.patterns = patterns
        includesAll = patterns.contains(.any)
        self.domain = domain
    }

    /// Whether a hostname goes there.
    ///
    /// One that does not read back would be foreign, or another name's, from the moment its line is
    /// written.
    package func includes(_ hostname: Hostname) -> Bool {
        (includesAll || patterns.contains { $0.matches(hostname) })
            && hostname.readsBack(in: domain)
    }
}

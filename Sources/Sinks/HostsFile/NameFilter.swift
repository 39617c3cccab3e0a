package import DockerNetwork

/// Which hostnames go to a sink: those that any of its patterns fits.
package struct NameFilter: Sendable {
    private let patterns: [NamePattern]
    private let includesAll: Bool

    /// Joins patterns.
    package init(_ patterns: [NamePattern]) {
        self.patterns = patterns
        includesAll = patterns.contains(.any)
    }

    /// Whether a hostname goes there.
    package func includes(_ hostname: Hostname) -> Bool {
        includesAll || patterns.contains { $0.matches(hostname) }
    }
}

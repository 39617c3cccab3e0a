package import DockerNetwork

/// Which hostnames go to a sink: those that any of its patterns fits, and that a line under the
/// sink's domain can hold.
package struct NameFilter: Sendable {
    private let patterns: [NamePattern]
    private let includesAll: Bool
    /// What follows a hostname in a line: `.docker`.
    private let suffix: String

    /// Joins patterns.
    package init(_ patterns: [NamePattern], domain: Domain) {
        self.patterns = patterns
        includesAll = patterns.contains(.any)
        suffix = "." + domain.name
    }

    /// Whether a hostname goes there.
    package func includes(_ hostname: Hostname) -> Bool {
        (includesAll || patterns.contains { $0.matches(hostname) }) && readsBack(hostname)
    }

    /// Whether a line with the hostname is one of it when it is read again.
    ///
    /// It was checked in a transport's domain, which may be another: in this one it may be longer
    /// than a name can be, or be taken for one that has the domain already. Such a line would be
    /// foreign, or another name's, from the moment it is written.
    private func readsBack(_ hostname: Hostname) -> Bool {
        hostname.name.utf8.count + suffix.utf8.count <= 253 && !hostname.name.hasSuffix(suffix)
    }
}

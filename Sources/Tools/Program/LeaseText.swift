package import DockerNetwork

/// A lease as it is written in the configuration and in flags: a time in whole seconds.
package enum LeaseText {
    /// What a text must be, as the end of a sentence.
    package static let form = "a time in whole seconds from 1s to 720h, such as 30s or 5m"

    /// Reads a lease, or returns nil where the text is none or lies outside `Lease.bounds`.
    package static func parse(_ text: String) -> Lease? {
        guard let duration = TimeText.parse(text) else { return nil }
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0 else { return nil }
        return Lease(seconds: seconds)
    }
}

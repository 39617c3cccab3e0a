/// One change of the table of a running host service.
package struct HostChange: Sendable {
    /// The reason why the table changed.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// Somebody announced it.
        case announced
        /// Somebody withdrew it.
        case withdrawn
        /// A later announcement of another instance took its place.
        case displaced
        /// Its lease ended.
        case expired
        /// A sink held it when the service started.
        case adopted
        /// The configuration changed, and the policy no longer lets it stand.
        case disallowed
    }

    /// The time of the change: milliseconds since 1970.
    package var time: Int64
    /// The reason for the change.
    package var cause: Cause
    /// The registration that changed.
    package var registration: Registration
    /// The entry as it is now; nil: it is gone.
    package var entry: Entry?
    /// The user or sender who caused it; nil: nobody.
    package var sender: String?
    /// The time until every required sink held it; nil: they do not hold it yet.
    package var took: Duration?
    /// The required sinks that do not hold it yet.
    package var waitsFor: [String] = []
}

package import DockerNetwork
internal import DockerNetworkProgram

/// One place to write: what every sink has, and what its kind has of its own.
package struct SinkSettings: Hashable, Sendable {
    /// The ways to treat our lines when a changed configuration no longer names the place.
    package enum Removal: String, Hashable, Sendable, CaseIterable {
        /// They are taken out.
        case clean
        /// They stay.
        case keep
    }

    /// The settings of the kind, compared by value.
    private struct Own: Hashable, Sendable {
        var adapter: any SinkAdapter

        static func == (left: Self, right: Self) -> Bool {
            AnyHashable(left.adapter) == AnyHashable(right.adapter)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(AnyHashable(adapter))
        }
    }

    private var own: Own
    /// The directory or the file.
    package var path: String
    /// The domain the names get there; nil: the configuration's.
    package var domain: Domain?
    /// Whether acknowledgement waits for this sink.
    package var isRequired = true
    /// The way to treat our lines afterwards.
    package var onRemove = Removal.clean
    /// The patterns of the names that go there.
    package var names: [NamePattern] = [.any]

    /// A sink with these settings of its kind, and every default beside them.
    package init(_ adapter: some SinkAdapter) {
        own = Own(adapter: adapter)
        path = adapter.usualPath
    }

    /// The settings of its kind.
    package var adapter: any SinkAdapter {
        get { own.adapter }
        set { own.adapter = newValue }
    }

    /// The adapter's kind: `dns`, `dnsmasq` or `hosts`.
    package var kind: String { type(of: adapter).kind }
}

/// One place to connect to: what every transport has, and what its kind has of its own.
package struct TransportSettings: Hashable, Sendable {
    /// The settings of the kind, compared by value.
    private struct Own: Hashable, Sendable {
        var adapter: any TransportAdapter

        static func == (left: Self, right: Self) -> Bool {
            AnyHashable(left.adapter) == AnyHashable(right.adapter)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(AnyHashable(adapter))
        }
    }

    private var own: Own
    /// The URL; its password, if it had one, is in `password`.
    package var url: EndpointURL
    /// The source of the password, if there is a broker.
    package var password: PasswordSource
    /// Whether it may stand in for an encrypted one although it is not encrypted itself.
    package var allowsPlain = false
    /// Transports of one group stand in for each other; what leads to no broker is a group of its own.
    package var group: String

    /// A transport with these settings of its kind, and every default beside them.
    package init(
        url: EndpointURL, _ adapter: any TransportAdapter, password: PasswordSource = .default
    ) {
        own = Own(adapter: adapter)
        self.url = url
        self.password = password
        group = type(of: adapter).hasBroker ? "broker" : "\(url)"
    }

    /// Returns the settings with another URL, and its kind's own settings.
    func replacing(_ url: EndpointURL, _ adapter: any TransportAdapter) -> Self {
        var other = self
        other.url = url
        other.own = Own(adapter: adapter)
        if !other.hasBroker { other.group = "\(url)" }
        return other
    }

    /// The settings of its kind.
    package var adapter: any TransportAdapter {
        get { own.adapter }
        set { own.adapter = newValue }
    }

    /// Whether it leads to a broker.
    package var hasBroker: Bool { type(of: adapter).hasBroker }

    /// Whether emitters announce over it.
    package var canAnnounce: Bool { type(of: adapter).canAnnounce }

    /// Whether emitters announce to this very machine.
    package var isLocal: Bool { canAnnounce && url.hasSocket }

    /// Whether its connections are encrypted.
    package var isEncrypted: Bool {
        type(of: adapter).schemes.contains { $0.name == url.scheme && $0.isEncrypted }
    }
}

/// The parts of a host service: all of them can be replaced while the service runs.
public struct HostParts: Sendable {
    /// The host's name, domain and policy.
    public var configuration: HostConfiguration
    /// All of them are listened to side by side; each `id` once.
    public var transports: [TransportBinding]
    /// All of them are made equal to the table; each `id` once.
    public var sinks: [SinkBinding]

    /// Creates one from its parts.
    public init(
        _ configuration: HostConfiguration, transports: [TransportBinding], sinks: [SinkBinding]
    ) {
        self.configuration = configuration
        self.transports = transports
        self.sinks = sinks
    }
}

/// A sink and what the service makes of it.
public struct SinkBinding: Sendable {
    /// The fate of the entries when a service is told to go on without the sink.
    public enum Removal: Hashable, Sendable {
        /// They are taken out.
        case clean
        /// They stay.
        case keep
    }

    /// The sink.
    public var sink: any HostsSink
    /// Whether acknowledgements and receipts wait until this sink holds what was announced.
    public var isRequired: Bool
    /// Says whether two bindings are the same: a running service that is given other parts goes on
    /// with the sink it has where the new one's `id` is the same.
    public var id: PartID
    /// Names what the sink writes: a new sink of the same place takes it over as it is.
    public var place: String
    /// The fate of the entries when the service goes on without the sink.
    public var removal: Removal

    /// Creates one from its parts.
    ///
    /// - Parameters:
    ///   - sink: The sink.
    ///   - isRequired: Whether acknowledgements and receipts wait for it.
    ///   - id: What tells it from other sinks, settings included.
    ///   - place: What it writes; nil: its name.
    ///   - removal: What happens to the entries when the service goes on without it.
    public init(
        _ sink: any HostsSink, isRequired: Bool = true, id: PartID, place: String? = nil,
        removal: Removal = .clean
    ) {
        self.sink = sink
        self.isRequired = isRequired
        self.id = id
        self.place = place ?? sink.name
        self.removal = removal
    }

    /// Creates one from its parts; the identity is a text.
    ///
    /// - Parameters:
    ///   - sink: The sink.
    ///   - isRequired: Whether acknowledgements and receipts wait for it.
    ///   - id: What tells it from other sinks, settings included; nil: its name.
    ///   - place: What it writes; nil: its name.
    ///   - removal: What happens to the entries when the service goes on without it.
    public init(
        _ sink: any HostsSink, isRequired: Bool = true, id: String? = nil, place: String? = nil,
        removal: Removal = .clean
    ) {
        self.init(
            sink, isRequired: isRequired, id: PartID(id ?? sink.name), place: place,
            removal: removal)
    }
}

/// A transport and what tells it from others.
public struct TransportBinding: Sendable {
    /// The transport.
    public var transport: any AnnouncementSource
    /// Says whether two bindings are the same: a running service that is given other parts goes on
    /// with the connection it has where the new one's `id` is the same.
    public var id: PartID

    /// Creates a binding of a transport with all of its settings.
    public init(_ transport: any AnnouncementSource, id: PartID) {
        self.transport = transport
        self.id = id
    }

    /// Creates one from its parts.
    ///
    /// - Parameters:
    ///   - transport: The transport.
    ///   - id: What tells it from other transports, settings included; nil: its endpoint.
    public init(_ transport: any AnnouncementSource, id: String? = nil) {
        self.transport = transport
        self.id = PartID(id ?? transport.endpoint)
    }
}

/// Tells a part of a host service from others: two are the same if the values they were made of are.
///
/// Settings themselves make the best identity: nothing is forgotten, and nothing is printed.
public struct PartID: Hashable, Sendable {
    private let value: any Hashable & Sendable

    /// Wraps a value, such as all settings of the part.
    public init(_ value: some Hashable & Sendable) {
        self.value = value
    }

    /// Whether both were made of equal values of one type.
    public static func == (left: Self, right: Self) -> Bool {
        AnyHashable(left.value) == AnyHashable(right.value)
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(value))
    }
}

extension PartID: CustomStringConvertible {
    /// Nothing of the value, which may hold a secret.
    public var description: String { "a part's identity" }
}

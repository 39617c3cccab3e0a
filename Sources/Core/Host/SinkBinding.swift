/// A sink and what the service makes of it.
public struct SinkBinding: Sendable {
    /// What happens to the entries when a service is told to go on without the sink.
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
    /// What happens to the entries when the service goes on without the sink.
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

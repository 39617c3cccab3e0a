/// Makes one place equal to the table.
///
/// A sink is declarative: it is told what shall be there, not what to do. It owns the entries it
/// writes and nothing else of the place.
///
/// ## Writing an adapter
/// - `apply` is called by one task at a time. When it returns, the place holds the table, and a
///   reader never saw it half written.
/// - `apply` that throws may have done part of it; the next call then has `changes == nil`, and
///   the sink makes the place equal to the whole table.
/// - Nothing is written where nothing changed.
/// - `contents` reads back what an earlier process wrote, holders included.
/// - `standing` says what is known of a name, so that nobody is told that it resolves where it
///   may not. The default is that it is written, and nobody can be asked.
/// - Do blocking work where it blocks nobody: not on the cooperative pool when it can take long.
public protocol HostsSink: Sendable {
    /// The place, for logs: `dnsmasq /etc/my-docker-network/hosts.d`.
    var name: String { get }

    /// The maximum number of changes that `apply` takes at once: 1 or more; nil: no maximum. It is
    /// asked before each call, so that a sink can follow what the last ones took.
    ///
    /// For a place where a change costs time of its own: what others announce is then not kept
    /// waiting by whoever announces thousands. Emitters are served in turns.
    var changeLimit: Int? { get }

    /// Reads this project's entries that the place holds now.
    ///
    /// - Throws: `SinkError` where the place cannot be read. A place that does not exist yet
    ///   holds nothing.
    func contents() async throws(SinkError) -> [Entry]

    /// Makes the place equal to the table.
    ///
    /// - Throws: `SinkError` where it could not; the caller tries again with back-off.
    func apply(_ update: SinkUpdate) async throws(SinkError)

    /// Returns whether a hostname goes to this place: false if a filter, or the place's own domain,
    /// leaves it out. The answer never changes.
    func takes(_ hostname: Hostname) -> Bool

    /// Says what is known of registrations that the place holds and somebody waits for.
    ///
    /// It is called between two calls of `apply`, and delays the next one.
    ///
    /// - Parameter questions: The registrations, each once.
    /// - Returns: What is known; one that is left out is `.written`.
    func standing(of questions: [StandingQuestion]) async -> [Registration: Standing]
}

extension HostsSink {
    /// Nil, no maximum: for a place that is written as a whole.
    public var changeLimit: Int? { nil }

    /// True: for a place that takes every name.
    public func takes(_ hostname: Hostname) -> Bool { true }

    /// Returns an empty dictionary: for a place that cannot be asked.
    public func standing(of questions: [StandingQuestion]) async -> [Registration: Standing] {
        [:]
    }
}

/// The table, and its changes since a sink's last success.
public struct SinkUpdate: Sendable {
    /// Everything that shall be there.
    public var table: Table
    /// The changes since this sink's last success, or with a `changeLimit` the next of them: the
    /// table may then be ahead; nil at the first call and after a failure.
    public var changes: TableChanges?

    /// Creates one from its parts.
    public init(table: Table, changes: TableChanges?) {
        self.table = table
        self.changes = changes
    }
}

/// A reason why a sink could not read or write its place.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: what, where and what to do.
    public var message: String
    /// The registration it is about, if it is about a single one: who announced that may be told.
    public var registration: Registration?

    /// Wraps the message.
    public init(_ message: String, about registration: Registration? = nil) {
        self.message = message
        self.registration = registration
    }

    /// The message.
    public var description: String { message }
}

/// A sink's knowledge of a registration that it holds.
public enum Standing: Hashable, Sendable {
    /// The server that answers from the place was asked and answers with it, or is part of this
    /// program.
    case resolves
    /// As `resolves`, but other addresses are answered for the name too, as this line says.
    case shared(String)
    /// It is written; nobody can be asked.
    case written
    /// A line of somebody else's wins at the place, as this line says.
    case overridden(String)
    /// The server that answers from the place was asked and answers without it, as this line says.
    case unanswered(String)
}

/// One registration that somebody waits for.
public struct StandingQuestion: Hashable, Sendable {
    /// The registration; the sink holds it.
    public var registration: Registration
    /// The addresses that are registered for its hostname.
    public var addresses: [IPAddress]

    /// Creates one from its parts.
    public init(_ registration: Registration, addresses: [IPAddress]) {
        self.registration = registration
        self.addresses = addresses
    }
}

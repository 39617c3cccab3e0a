public import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem
import Synchronization

/// Answers DNS questions for the names itself: no other server is needed, and a change costs the same
/// at ten names and at a million.
///
/// ```swift
/// let sink = try NameServerSink(
///     path: "/var/lib/my-docker-network/names.d", listen: [ListenPlace("docker0")!])
/// ```
///
/// It is authoritative for the domain and for the reverse names of registered addresses, and forwards
/// all other questions, so that it can be the only server of a container (RFC 1035, RFC 7766,
/// RFC 6891). What it holds is kept in a directory, from which it answers after a restart before
/// anybody has announced again.
///
/// It begins to listen when it is first used. Where an address is taken, or an interface is not there
/// yet, it goes on trying; `apply` does not fail for that, but receipts then say why nobody can ask.
/// A sink without a place to listen at only keeps the names, as `list` and `clean` need it.
public actor NameServerSink: HostsSink {
    /// The place: `dns /var/lib/my-docker-network/names.d`.
    public nonisolated let name: String

    private nonisolated let thread: BlockingThread
    private nonisolated let names: NameFilter
    private let plan: ListenState.Plan
    private let settings: NameServerSettings
    private let report: @Sendable (NameServerEvent) -> Void
    private var journal: NameJournal
    /// The zone that is answered from; nil: the names are not known yet.
    private var zone: Zone?
    private var server: NameServer?
    private nonisolated let keeper = Mutex<SocketKeeper?>(nil)

    /// The sink's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Makes a sink; nothing is read, written or bound before it is used.
    ///
    /// - Parameters:
    ///   - path: The directory in which the names are kept; it is made if it does not exist.
    ///   - settings: What is answered, and under which domain.
    ///   - names: Which hostnames are taken: those that any of the patterns fits.
    ///   - listen: Where it listens; sockets that a service manager named `dns` come on top.
    ///   - upstream: The servers that it asks for names that are not its own.
    ///   - report: Gets what an owner may want to log.
    /// - Throws: `SinkError` if no thread can be started.
    public init(
        path: String = "/var/lib/my-docker-network/names.d",
        settings: NameServerSettings = NameServerSettings(domain: .docker),
        names: [NamePattern] = [.any], listen: [ListenPlace], upstream: UpstreamChoice = .machine,
        report: @escaping @Sendable (NameServerEvent) -> Void = { _ in }
    ) throws(SinkError) {
        try self.init(
            path: path, settings: settings, names: names,
            plan: ListenState.Plan(
                places: listen, upstream: upstream,
                pool: listen.isEmpty ? SocketPool() : .ofProcess),
            report: report)
    }

    init(
        path: String, settings: NameServerSettings, names: [NamePattern], plan: ListenState.Plan,
        report: @escaping @Sendable (NameServerEvent) -> Void
    ) throws(SinkError) {
        thread = try .forSink()
        name = "dns \(path)"
        self.plan = plan
        self.settings = settings
        self.report = report
        let names = NameFilter(names, domain: settings.domain)
        self.names = names
        journal = NameJournal(path: path, domain: settings.domain, names: names)
    }

    deinit {
        keeper.withLock(\.self)?.stop()
        guard let server else { return }
        Task.detached { await server.close() }
    }

    /// Reads the names that the directory holds, and answers with them from now on.
    ///
    /// - Throws: `SinkError` if they cannot be read.
    public func contents() async throws(SinkError) -> [Entry] {
        let entries = try journal.contents()
        // Later what is published is as new or newer than what is written.
        if zone == nil, serves { try publish(zone(of: entries)) }
        return entries
    }

    /// Answers with the table, then writes it.
    ///
    /// - Throws: `SinkError` if it cannot be written; it is answered all the same.
    public func apply(_ update: SinkUpdate) async throws(SinkError) {
        if serves { try publish(next(update)) }
        try journal.apply(update)
    }

    /// Returns whether the filter and the domain let a hostname in.
    public nonisolated func takes(_ hostname: Hostname) -> Bool { names.includes(hostname) }

    /// Says that a name resolves, which this server knows best, unless nobody can ask.
    ///
    /// It is known without the sink's thread, which may be busy.
    public nonisolated func standing(
        of questions: [StandingQuestion]
    ) async -> [Registration: Standing] {
        guard let keeper = keeper.withLock(\.self) else { return [:] }
        let failure = keeper.failure.map { "nobody can ask the name server: \($0)" }
        let standing = failure.map { Standing.unanswered($0) } ?? .resolves
        return Dictionary(
            questions.map { ($0.registration, standing) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - The server

    private var serves: Bool { !plan.places.isEmpty || !plan.pool.inherited.isEmpty }

    /// Taken out where it is changed, so that it is changed in place.
    private func next(_ update: SinkUpdate) -> Zone {
        guard let changes = update.changes, var next = zone.take() else {
            return zone(of: update.table)
        }
        for (registration, change) in changes.byRegistration
        where names.includes(registration.hostname) {
            if change.after == nil {
                next.remove(registration.hostname, registration.address)
            } else if change.before == nil {
                next.insert(registration.hostname, registration.address)
            }
        }
        return next
    }

    private func zone(of entries: some Sequence<Entry>) -> Zone {
        var zone = Zone(domain: settings.domain)
        for entry in entries where names.includes(entry.registration.hostname) {
            zone.insert(entry.registration.hostname, entry.registration.address)
        }
        return zone
    }

    /// Answers with a zone, and listens if it does not yet.
    private func publish(_ zone: Zone) throws(SinkError) {
        self.zone = zone
        if let server {
            server.publish(zone)
            return
        }
        let server: NameServer
        do throws(SystemCallFailure) {
            server = try NameServer(settings, zone: zone)
        } catch {
            throw SinkError(
                "cannot start the name server: \(error.reason); raise the limits of open files and "
                    + "threads")
        }
        self.server = server
        let keeper = try SocketKeeper(ListenState(plan, server: server, report: report))
        self.keeper.withLock { $0 = keeper }
    }
}

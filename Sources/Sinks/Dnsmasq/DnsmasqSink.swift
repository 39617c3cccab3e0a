public import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem

/// Writes the table where a dnsmasq reads it, and never restarts it.
///
/// What dnsmasq 2.88 and newer does was measured for either mode. Where `server` is given, `apply`
/// also asks it, so that what was applied resolves; else it has been written, and dnsmasq reads
/// it a moment later.
///
/// All work is done on a thread of the sink's own.
public actor DnsmasqSink: HostsSink {
    /// The place from which dnsmasq reads hosts.
    public enum Mode: Hashable, Sendable {
        /// A directory that dnsmasq watches (`hostsdir`): each change writes one small file.
        ///
        /// The directory is made where it does not exist. Files of other names in it are left
        /// alone, as is what others wrote into the sink's files.
        ///
        /// With a `pidFile`, dnsmasq is told (SIGHUP) to read everything again where it may have
        /// missed a change; without it, or where the file is not there, nobody is told.
        case directory(path: String, pidFile: String? = nil)
        /// One file (`addn-hosts`), read again at SIGHUP to the process in `pidFile`: the layout
        /// of 2014. What others wrote into the file stays.
        case file(path: String, pidFile: String)
    }

    /// The place: `dnsmasq /etc/my-docker-network/hosts.d`.
    public nonisolated let name: String

    private nonisolated let thread: BlockingThread
    private nonisolated let pace: ChangePace?
    private nonisolated let names: NameFilter
    private let notice: @Sendable (String) -> Void
    private var lastNotice: String?
    // At least one of the two is there: apart, so that either is changed in place. Both are
    // where an old dnsmasq reads the directory: then the file lies in it, and is what is written.
    private var directory: HostsDirectory?
    private var file: AdditionalHosts?
    private var check: ServerCheck?
    private var fullReload: FullReload?
    private var lastFullReload: Task<Void, Never>?
    /// nil: not known yet.
    private var version: VersionQuestion.Answer?
    /// The program that is asked for its version if that does not tell.
    private var program: String?
    /// Whether other files of the directory may hold names that the one file has now.
    private var isDivided = false

    /// The sink's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Makes a sink; nothing is read or written before it is used.
    ///
    /// - Parameters:
    ///   - mode: Where dnsmasq reads hosts.
    ///   - domain: The domain the names get.
    ///   - names: Which hostnames go there: those that any of the patterns fits.
    ///   - server: Where that dnsmasq answers; nil: it is not asked. It should keep the domain to
    ///     itself (`local=/docker/`), or a removed name is asked for upstream.
    ///   - version: Which dnsmasq it is; nil: the `server` is asked, then the `program`, and where
    ///     nobody says it, it is taken for one that removes names (2.88 and newer). An older one gets
    ///     all names in one file of its directory, and is told to read it.
    ///   - program: The dnsmasq that is installed, which is run once with `--version` where it has to
    ///     be asked; nil: nothing is run.
    ///   - notice: Gets one line, once a cause, where dnsmasq could not be told to read the file
    ///     because it does not run. That is no failure: it reads the file when it starts. Also
    ///     where an old dnsmasq gets another layout.
    /// - Throws: `SinkError` where no thread can be started.
    public init(
        mode: Mode, domain: Domain = .docker, names: [NamePattern] = [.any],
        server: DnsmasqServer? = nil, version: DnsmasqVersion? = nil, program: String? = nil,
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(SinkError) {
        thread = try .forSink()
        self.notice = notice
        self.version = version.map { .version($0) }
        self.program = program
        check = server.map { ServerCheck(server: $0, domain: domain) }
        let names = NameFilter(names, domain: domain)
        self.names = names
        switch mode {
        case .directory(let path, let pidFile):
            name = "dnsmasq \(path)"
            pace = ChangePace()
            fullReload = pidFile.map { FullReload(pidFile: $0) }
            directory = HostsDirectory(
                path: path, domain: domain, names: names, canRecover: pidFile != nil)
        case .file(let path, let pidFile):
            name = "dnsmasq \(path)"
            pace = nil
            file = AdditionalHosts(path: path, pidFile: pidFile, domain: domain, names: names)
        }
    }

    deinit {
        directory?.discardSpare()
    }

    /// Reads this project's entries, holders included.
    ///
    /// - Throws: `SinkError` where the place cannot be read.
    public func contents() async throws(SinkError) -> [Entry] {
        if let directory { return try directory.contents() }
        return try file?.contents() ?? []
    }

    /// The maximum number of changes: in a directory a number that follows from how long the last
    /// changes took, such that a call takes about 10 ms; of one file no maximum, since the whole of
    /// it is written anyway.
    public nonisolated var changeLimit: Int? { pace?.limit }

    /// Makes the place equal to the table.
    ///
    /// - Throws: `SinkError` where it cannot be written, dnsmasq may not be signalled, or the
    ///   `server` answers promptly and without what was written for two seconds, or is silent for three
    ///   and more if it has many names to read. What was written is not written again for that.
    public func apply(_ update: SinkUpdate) async throws(SinkError) {
        if directory != nil, file == nil {
            learnVersion()
            if case .version(let old) = version, old < .removesNames { makeOneFile(for: old) }
        }
        if file != nil {
            if isDivided, let directory { try DirectoryListing.create(directory.path) }
            tell(try file?.apply(update, check: &check) ?? nil)
            // The other files last, so that no name is gone meanwhile.
            if isDivided {
                try directory?.clear(except: HostsDirectoryFile.only)
                tell(try file?.reload() ?? nil)
                isDivided = false
            }
            try confirmAgain(update.table)
        } else {
            try applyToDirectory(update)
        }
    }

    /// Returns whether the filter and the domain let a hostname in.
    public nonisolated func takes(_ hostname: Hostname) -> Bool { names.includes(hostname) }

    /// Asks the `server` for each name; without one, a name is written and that is all.
    public func standing(of questions: [StandingQuestion]) async -> [Registration: Standing] {
        guard let check else { return [:] }
        let inquiry = ServerInquiry(server: check.server, domain: check.domain)
        let standings = inquiry.standings(of: questions)
        let isMissing = standings.values.contains {
            if case .unanswered = $0 { true } else { false }
        }
        if isMissing, file == nil {
            directory?.mayHaveMissed()
            recoverLater()
        }
        return standings
    }

    private func applyToDirectory(_ update: SinkUpdate) throws(SinkError) {
        // What was lost before is not answered before it is repaired, however often it is asked.
        if directory?.mayHaveLost == true { recover() }
        defer { if directory?.mayHaveLost == true { recoverLater() } }
        let start = ContinuousClock.now
        try directory?.apply(update, check: &check) { fullReload?.run() ?? false }
        pace?.took(.now - start, for: update.changes?.count ?? 0)
        try confirmAgain(update.table)
    }

    private func confirmAgain(_ table: Table) throws(SinkError) {
        guard let message = try check?.confirmAgain(table, names) else { return }
        notice("\(message); it answers with other names, and nobody waits for this one any more")
    }

    /// The server knows best; one that does not answer now is asked again.
    private func learnVersion() {
        if version == nil, let server = check?.server {
            version = VersionQuestion.ask(server)
            guard version != nil else { return }
        }
        if case .version = version { return }
        guard let program = program.take() else { return }
        version = DnsmasqProgram.version(of: program).map { .version($0) } ?? .unknown
    }

    /// The layout for a dnsmasq that never forgets a name it read in a watched directory: all
    /// names in one file there, and a signal, at which it forgets everything and reads it again.
    private func makeOneFile(for version: DnsmasqVersion) {
        guard let directory, let pidFile = fullReload?.pidFile else {
            tell(
                "dnsmasq \(version) never removes a name from a `hostsdir`: give the sink a "
                    + "`pid-file`, or update it to \(DnsmasqVersion.removesNames)")
            return
        }
        notice(
            "dnsmasq \(version) never removes a name from a `hostsdir`: all names go to one file "
                + "there, and it is signalled at each change, as in mode = \"file\"; update it to "
                + "\(DnsmasqVersion.removesNames) or newer for changes that touch nothing else")
        isDivided = true
        file = AdditionalHosts(
            path: "\(directory.path)/\(HostsDirectoryFile.only)", pidFile: pidFile,
            domain: directory.domain,
            names: directory.names)
    }

    private func recover() {
        guard let remaining = fullReload?.remaining, remaining == .zero, fullReload?.run() == true
        else { return }
        directory?.wasReloaded()
    }

    /// Recovers after a while in which nothing was written.
    private func recoverLater() {
        guard let remaining = fullReload?.remaining else { return }
        lastFullReload?.cancel()
        lastFullReload = Task { [weak self] in
            try? await Task.sleep(for: remaining + FullReload.quiet)
            guard !Task.isCancelled else { return }
            await self?.recover()
        }
    }

    private func tell(_ message: String?) {
        defer { lastNotice = message }
        if let message, message != lastNotice { notice(message) }
    }
}

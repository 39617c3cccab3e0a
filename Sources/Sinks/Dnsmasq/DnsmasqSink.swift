public import DockerNetwork
import DockerNetworkHostsFile

/// Writes the table where a dnsmasq reads it, and never restarts it.
///
/// What dnsmasq 2.88 and newer does was measured for either mode. Where `server` is given, `apply`
/// also asks it, so that what was applied resolves; else it has been written, and dnsmasq reads
/// it a moment later.
///
/// All work is done on a thread of the sink's own.
public actor DnsmasqSink: HostsSink {
    /// Where dnsmasq reads hosts.
    public enum Mode: Hashable, Sendable {
        /// A directory that dnsmasq watches (`hostsdir`): each change writes one small file.
        ///
        /// The directory is made where it does not exist. Files of other names in it are left
        /// alone, as is what others wrote into files of ours.
        case directory(path: String)
        /// One file (`addn-hosts`), read again at SIGHUP to the process in `pidFile`: the layout
        /// of 2014. What others wrote into the file stays.
        case file(path: String, pidFile: String)
    }

    /// The place: `dnsmasq /etc/my-docker-network/hosts.d`.
    public nonisolated let name: String

    private nonisolated let thread: BlockingThread
    private let notice: @Sendable (String) -> Void
    private var lastNotice: String?
    // One of the two is there: apart, so that either is changed in place.
    private var directory: HostsDirectory?
    private var file: AdditionalHosts?
    private var check: ServerCheck?

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
    ///   - notice: Gets one line, once a cause, where dnsmasq could not be told to read the file
    ///     because it does not run. That is no failure: it reads the file when it starts.
    /// - Throws: `SinkError` where no thread can be started.
    public init(
        mode: Mode, domain: Domain = .docker, names: [NamePattern] = [.any],
        server: DnsmasqServer? = nil, notice: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(SinkError) {
        thread = try BlockingThread()
        self.notice = notice
        check = server.map { ServerCheck(server: $0, domain: domain) }
        let names = NameFilter(names)
        switch mode {
        case .directory(let path):
            name = "dnsmasq \(path)"
            directory = HostsDirectory(path: path, domain: domain, names: names)
        case .file(let path, let pidFile):
            name = "dnsmasq \(path)"
            file = AdditionalHosts(path: path, pidFile: pidFile, domain: domain, names: names)
        }
    }

    /// Reads the entries of ours, holders included.
    ///
    /// - Throws: `SinkError` where the place cannot be read.
    public func contents() async throws(SinkError) -> [Entry] {
        if let directory { return try directory.contents() }
        return try file?.contents() ?? []
    }

    /// Makes the place equal to the table.
    ///
    /// - Throws: `SinkError` where it cannot be written, dnsmasq may not be signalled, or the
    ///   `server` does not answer with what was written within two seconds.
    public func apply(_ update: SinkUpdate) async throws(SinkError) {
        try directory?.apply(update, check: &check)
        if file != nil { tell(try file?.apply(update, check: &check) ?? nil) }
        try check?.confirmAgain(update.table)
    }

    private func tell(_ message: String?) {
        defer { lastNotice = message }
        if let message, message != lastNotice { notice(message) }
    }
}

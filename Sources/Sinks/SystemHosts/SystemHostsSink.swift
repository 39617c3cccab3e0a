public import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem

/// Writes the table into a hosts file that others write too, as /etc/hosts is (hosts(5)).
///
/// Our lines stand together at the end, by hostname and address, each with our comment; every other
/// byte stays as it is. Where a line of somebody else's has a name already, that line wins, and ours
/// is left out as long as it stands. The file is replaced in one step, with its mode, owner and
/// extended attributes; one that is bound into a container is written in place.
///
/// glibc reads lines of any length, and musl takes what stands behind 511 bytes for another line:
/// the longest that this sink writes has fewer than 450.
///
/// All work is done on a thread of the sink's own.
public actor SystemHostsSink: HostsSink {
    /// The place: `hosts /etc/hosts`.
    public nonisolated let name: String

    private nonisolated let thread: BlockingThread
    private let path: String
    private let domain: Domain
    private nonisolated let names: NameFilter
    private let notice: @Sendable (String) -> Void
    /// The names that were said to be somebody else's.
    private var reported: Set<Hostname> = []

    /// The sink's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Makes a sink; nothing is read or written before it is used.
    ///
    /// - Parameters:
    ///   - path: The file; of a symbolic link, its target is written.
    ///   - domain: The domain the names get.
    ///   - names: Which hostnames go there: those that any of the patterns fits.
    ///   - notice: Gets one line for each name that a line of somebody else's has already.
    /// - Throws: `SinkError` where no thread can be started.
    public init(
        path: String = "/etc/hosts", domain: Domain = .docker, names: [NamePattern] = [.any],
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(SinkError) {
        thread = try .forSink()
        name = "hosts \(path)"
        self.path = path
        self.domain = domain
        self.names = NameFilter(names, domain: domain)
        self.notice = notice
    }

    /// Reads this project's entries, holders included.
    ///
    /// - Throws: `SinkError` where the file cannot be read.
    public func contents() async throws(SinkError) -> [Entry] {
        HostsFile(parsing: try FileReader.read(path) ?? [], domain: domain).entries
    }

    /// Makes the file equal to the table.
    ///
    /// - Throws: `SinkError` where it cannot be written.
    public func apply(_ update: SinkUpdate) async throws(SinkError) {
        if update.changes == nil { try TemporaryName.removeLeftovers(beside: path) }
        let entries = update.table.filter { names.includes($0.registration.hostname) }
        var taken: Set<Hostname> = []
        try SharedFile.edit(path) { bytes in
            var file = HostsFile(parsing: bytes, domain: domain)
            let foreign = ForeignNames.read(file.foreign, in: domain)
            taken = []
            file.replaceEntries(
                entries.filter { entry in
                    guard foreign[entry.registration.hostname] != nil else { return true }
                    taken.insert(entry.registration.hostname)
                    return false
                })
            return file.rendered()
        }
        report(taken)
    }

    /// Returns whether the filter and the domain let a hostname in.
    public nonisolated func takes(_ hostname: Hostname) -> Bool { names.includes(hostname) }

    /// Says of each name whether a line of somebody else's wins.
    ///
    /// The file is read for that: others may have changed it since it was written.
    public func standing(of questions: [StandingQuestion]) async -> [Registration: Standing] {
        guard let bytes = try? FileReader.read(path) else { return [:] }
        let foreign = ForeignNames.read(
            HostsFile(parsing: bytes, domain: domain).foreign, in: domain)
        var standings: [Registration: Standing] = [:]
        for registration in questions.map(\.registration) {
            guard let addresses = foreign[registration.hostname],
                !addresses.contains(registration.address)
            else { continue }
            let shown = addresses.prefix(4).map(\.description).joined(separator: ", ")
            standings[registration] = .overridden(
                "\(path) has a line of its own for \(registration.hostname.qualified(in: domain)) "
                    + "with \(shown), which wins; remove that line")
        }
        return standings
    }

    private func report(_ taken: Set<Hostname>) {
        for hostname in taken.subtracting(reported).sorted(by: { $0.name < $1.name }) {
            notice(
                "\(path) has a line of its own for \(hostname.qualified(in: domain)), which stays "
                    + "and wins; remove it to let the name be registered there")
        }
        // One that comes back later is said again.
        reported = taken
    }
}

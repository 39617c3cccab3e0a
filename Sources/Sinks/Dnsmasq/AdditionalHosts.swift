import DockerNetwork
import DockerNetworkHostsFile

/// The layout of one file that dnsmasq reads when it gets SIGHUP (`addn-hosts`), as in 2014.
struct AdditionalHosts: Sendable {
    let path: String
    let domain: Domain
    let names: NameFilter
    let process: DnsmasqProcess
    /// Whether dnsmasq may not have read the file as it is: also at the start, since the
    /// predecessor may have been killed between the file and the signal.
    private var isSignalPending = true

    init(path: String, pidFile: String, domain: Domain, names: NameFilter) {
        self.path = path
        self.domain = domain
        self.names = names
        process = DnsmasqProcess(pidFile: pidFile)
    }

    /// This project's entries in the file.
    func contents() throws(SinkError) -> [Entry] {
        HostsFile(parsing: try FileReader.read(path) ?? [], domain: domain).entries
    }

    /// Makes the file equal to the table and has dnsmasq read it.
    ///
    /// - Returns: Why dnsmasq could not be told, where that does not make this a failure.
    mutating func apply(
        _ update: SinkUpdate, check: inout ServerCheck?
    ) throws(SinkError) -> String? {
        if update.changes == nil { try TemporaryName.removeLeftovers(beside: path) }
        let bytes = try FileReader.read(path)
        let old = HostsFile(parsing: bytes ?? [], domain: domain)
        var new = old
        new.replaceEntries(update.table.filter { names.includes($0.registration.hostname) })
        let newBytes = new.rendered()
        // dnsmasq complains about a file that is not there, so an empty one is made as well.
        if newBytes != bytes {
            isSignalPending = true
            try FileWriter.replace(path, with: newBytes, durability: .power)
        }
        let notice = try isSignalPending ? reload() : nil
        if check != nil {
            let difference = EntryDifference(from: old.entries, to: new.entries)
            if let question = Self.question(about: difference, new.entries) {
                _ = try check?.confirm(question, names: new.entries.count)
            }
        }
        return notice
    }

    /// Has dnsmasq read everything, whether or not this file changed.
    ///
    /// - Returns: As `apply`.
    mutating func reload() throws(SinkError) -> String? {
        isSignalPending = true
        let notice = try process.reload()
        isSignalPending = notice != nil
        return notice
    }

    /// Returns a question that shows whether dnsmasq has read the file: an answer for a name with
    /// several addresses may have some only, so another name is better, if there is one among the
    /// last.
    private static func question(
        about difference: EntryDifference, _ entries: [Entry]
    ) -> DNSQuestion? {
        let gained = difference.gained.suffix(8).reversed().lazy.map {
            DNSQuestion.present($0, among: entries)
        }
        return gained.first { $0.others.isEmpty } ?? gained.first
            ?? difference.lost.last.map { .absent($0) }
    }
}

import DockerNetwork
import DockerNetworkHostsFile

/// A change of one file of the directory.
struct Rewrite: Sendable {
    /// A way in which the file changes.
    enum Action: Hashable, Sendable {
        /// It gets these bytes.
        case replace([UInt8])
        /// It goes.
        case remove
        /// It stays as it is, and dnsmasq reads it again.
        case touch
    }

    /// The file's name.
    let name: String
    let action: Action
    /// Whether the file does not exist yet.
    let isNew: Bool
    /// The registrations that come and go.
    var difference = EntryDifference(from: [], to: [])
    /// The number of entries that the file has afterwards.
    var lines = 0
    /// The question that tells whether dnsmasq has read the file as it is afterwards; nil: there is
    /// none.
    private(set) var question: DNSQuestion?

    /// Touches a file.
    init(touching name: String) {
        self.name = name
        action = .touch
        isNew = false
    }

    /// Makes a file hold these entries beside what is foreign in it; nil: it does already.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - bytes: What it holds; nil: it is not there.
    ///   - old: The same, parsed.
    ///   - entries: The entries that it shall hold.
    init?(_ name: String, from bytes: [UInt8]?, _ old: HostsFile, to entries: [Entry]) {
        var new = old
        new.replaceEntries(entries)
        let newBytes = new.rendered()
        if newBytes.isEmpty {
            guard bytes != nil else { return nil }
            action = .remove
        } else {
            guard newBytes != bytes else { return nil }
            action = .replace(newBytes)
        }
        self.name = name
        isNew = bytes == nil
        difference = EntryDifference(from: old.entries, to: new.entries)
        lines = new.entries.count
        question = Self.question(difference, new.entries)
    }

    /// Removals first: what only loses lines, then what gains too, then what only gains.
    ///
    /// dnsmasq gives an address's name (PTR) to the first line that has the address. While a
    /// file that shall lose the address still has it, the line in another file gets none.
    var rank: Int {
        switch (difference.lost.isEmpty, difference.gained.isEmpty) {
        case (false, true): 0
        case (false, false): 1
        case (true, false): 2
        case (true, true): 3
        }
    }

    /// Returns a question about the change: an answer for a name with several addresses may have
    /// some only, so another name is better.
    private static func question(_ difference: EntryDifference, _ entries: [Entry]) -> DNSQuestion?
    {
        let gained = difference.gained.reversed().lazy.map {
            DNSQuestion.present($0, among: entries)
        }
        if let question = gained.first(where: { $0.others.isEmpty }) ?? gained.first {
            return question
        }
        if let lost = difference.lost.last { return .absent(lost) }
        return entries.last.map { .present($0.registration, among: entries) }
    }
}

package import DockerNetwork
internal import DockerNetworkProgram

/// The registered names, as `list` prints them.
package struct RegisteredNames: Sendable {
    /// The contents of one sink.
    package struct Place: Sendable {
        /// Its entries.
        package var entries: [Entry]
        /// The domain its names have there.
        package var domain: Domain

        /// Creates one from its parts.
        package init(_ entries: [Entry], domain: Domain) {
            self.entries = entries
            self.domain = domain
        }
    }

    /// The entries by hostname, then by address.
    package let entries: [Entry]
    /// The domains under which each is found, those of earlier places first.
    private let domains: [Registration: [Domain]]

    /// Merges what several sinks hold; where two disagree on a holder the earlier one leads.
    package init(_ places: [Place]) {
        var byRegistration: [Registration: Entry] = [:]
        var domains: [Registration: [Domain]] = [:]
        for place in places {
            for entry in place.entries {
                let registration = entry.registration
                if byRegistration[registration] == nil { byRegistration[registration] = entry }
                if domains[registration]?.contains(place.domain) != true {
                    domains[registration, default: []].append(place.domain)
                }
            }
        }
        entries = byRegistration.values.sorted { $0.registration < $1.registration }
        self.domains = domains
    }

    /// Returns the names of an entry, as the place that leads first has them.
    private func names(of entry: Entry) -> [String] {
        (domains[entry.registration] ?? []).map {
            entry.registration.hostname.qualified(in: $0)
        }
    }

    /// A table with a heading, or the heading alone; a name is that of the place that leads.
    package var table: String {
        let rows =
            [["NAME", "ADDRESS", "INSTANCE", "LEASE"]]
            + entries.map { entry in
                [
                    names(of: entry).first ?? "-",
                    entry.registration.address.description,
                    entry.holder?.instance.description ?? "-",
                    entry.lease?.description ?? "-",
                ]
            }
        let widths = (0..<4).map { column in rows.map { $0[column].utf8.count }.max() ?? 0 }
        return rows.map { row in
            let padded = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.utf8.count)
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// An array of objects; `names` is there where one has more than its `name`.
    package var json: String {
        JSONText.array(entries.map { JSONText.object(members(of: $0)) }) + "\n"
    }

    private func members(of entry: Entry) -> [(name: String, value: String)] {
        let names = names(of: entry)
        var members = [
            ("name", JSONText.string(names.first ?? "")),
            ("address", JSONText.string(entry.registration.address.description)),
        ]
        if names.count > 1 {
            let texts = names.map(JSONText.string).joined(separator: ", ")
            members.append(("names", "[\(texts)]"))
        }
        if let holder = entry.holder {
            members += [
                ("instance", JSONText.string(holder.instance.description)),
                ("started", String(holder.started)),
                ("sequence", String(holder.sequence)),
            ]
        }
        if let lease = entry.lease { members.append(("lease", String(lease.seconds))) }
        return members
    }
}

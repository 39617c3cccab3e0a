package import DockerNetwork

/// What is registered, as `list` prints it.
package struct RegisteredNames: Sendable {
    /// The entries by hostname, then by address.
    package let entries: [Entry]
    private let domain: Domain

    /// Merges what several sinks hold; where two disagree on a holder the earlier one leads.
    package init(_ contents: [[Entry]], domain: Domain) {
        var byRegistration: [Registration: Entry] = [:]
        for entry in contents.joined() where byRegistration[entry.registration] == nil {
            byRegistration[entry.registration] = entry
        }
        entries = byRegistration.values.sorted { $0.registration < $1.registration }
        self.domain = domain
    }

    /// A table with a heading, or the heading alone.
    package var table: String {
        let rows =
            [["NAME", "ADDRESS", "INSTANCE", "LEASE"]]
            + entries.map { entry in
                [
                    entry.registration.hostname.qualified(in: domain),
                    entry.registration.address.description,
                    entry.holder?.origin.instance.description ?? "-",
                    entry.holder?.lease?.description ?? "-",
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

    /// An array of objects.
    package var json: String {
        JSONText.array(entries.map { JSONText.object(members(of: $0)) }) + "\n"
    }

    private func members(of entry: Entry) -> [(name: String, value: String)] {
        var members = [
            ("name", JSONText.string(entry.registration.hostname.qualified(in: domain))),
            ("address", JSONText.string(entry.registration.address.description)),
        ]
        guard let holder = entry.holder else { return members }
        members += [
            ("instance", JSONText.string(holder.origin.instance.description)),
            ("started", String(holder.origin.started)),
            ("sequence", String(holder.origin.sequence)),
        ]
        if let lease = holder.lease { members.append(("lease", String(lease.seconds))) }
        return members
    }
}

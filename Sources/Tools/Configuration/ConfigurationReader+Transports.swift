internal import DockerNetworkProgram

extension ConfigurationReader {
    /// Reads one `[[transports]]`.
    func read(
        transport table: SettingsTable, warnings: inout [String]
    ) throws(ToolError) -> TransportSettings {
        var settings = adapters.usualSettings(for: program)
        // The scheme comes first: what other keys there are depends on it.
        if let text = try table.text("url", "a URL such as \"\(settings.url)\"") {
            settings = adapters.settings(try url(text, in: table))
        }
        try expectKeys(of: settings, table)
        try readPassword(of: table, into: &settings, warnings: &warnings)
        if let group = try table.value("group", Self.groupForm, Self.group) {
            settings.group = group
        }
        settings.allowsPlain = try table.boolean("allow-plain") ?? false
        settings.adapter = try type(of: settings.adapter).init(
            table, settings.url, warnings: &warnings)
        return settings
    }

    private static let commonKeys = ["url", "password-file", "group", "allow-plain"]

    /// Refuses an unknown key, and one that only other transports have a use for.
    private func expectKeys(
        of settings: TransportSettings, _ table: SettingsTable
    ) throws(ToolError) {
        try table.expectKeys(Self.commonKeys + adapters.transports.flatMap { $0.keys })
        func refuse(_ keys: [String], _ why: String) throws(ToolError) {
            for key in keys where table.keys.contains(key) {
                throw table.error(
                    key, "has no use with \(settings.url.scheme)://, \(why); leave it out")
            }
        }
        if !settings.hasBroker {
            try refuse(["password-file"], "where there is no broker")
            try refuse(["group"], "which is a group of its own")
        }
        if !settings.canAnnounce { try refuse(["allow-plain"], "which stands in for no other") }
        let used = type(of: settings.adapter).keys(for: settings.url)
        for other in adapters.transports {
            try refuse(other.keys.filter { !used.contains($0) }, other.lack)
        }
    }

    private func url(_ text: String, in table: SettingsTable) throws(ToolError) -> EndpointURL {
        // What a URL looks like after its scheme is the adapter's affair.
        if let scheme = try? EndpointURL.scheme(of: text), adapters.transport(for: scheme) == nil {
            throw table.error("url", adapters.missingTransport(scheme))
        }
        do {
            return try adapters.url(text)
        } catch {
            throw table.error("url", "is wrong: \(error): \(Printable.url(text))")
        }
    }

    private func readPassword(
        of table: SettingsTable, into settings: inout TransportSettings, warnings: inout [String]
    ) throws(ToolError) {
        let file = try table.absolutePath("password-file")
        if let password = settings.url.password {
            guard file == nil else {
                throw table.error("password-file", "and a password in the url exclude each other")
            }
            settings.url.password = nil
            settings.password = .value(password)
            warnings.append(
                "\(table.location(of: "url")): the url holds a password; "
                    + "a file named by password-file would keep it apart")
        } else if let file {
            settings.password = .file(file)
        }
    }

    private static let groupForm = "1 to 64 letters, digits, dots, hyphens and underscores"

    private static func group(_ text: String) -> String? {
        text.utf8.count <= 64 ? HostName(text)?.text : nil
    }
}

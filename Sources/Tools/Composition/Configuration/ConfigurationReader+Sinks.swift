internal import DockerNetwork
internal import DockerNetworkDnsmasq

extension ConfigurationReader {
    /// Reads one `[[sinks]]`.
    func read(sink table: SettingsTable) throws(ToolError) -> SinkSettings {
        // The kind comes first: what other keys there are depends on it.
        let kind = try table.text("kind", "the kind of sink, such as \"dnsmasq\"")
        if let kind, AdapterCatalogue.sink(for: kind) == nil {
            throw table.error("kind", AdapterCatalogue.missingSink(kind))
        }
        try expectKeys(of: kind ?? SinkSettings.default.kind, table)
        var settings =
            switch kind {
            case "dns": try readNameServer(table)
            case "hosts": SinkSettings.systemHosts
            default: try readDnsmasq(table)
            }
        if let path = try table.absolutePath("path") { settings.path = path }
        if let name = try table.value("domain", Self.domainForm, Self.domain) {
            settings.domain = name
        }
        if let isRequired = try table.boolean("required") { settings.isRequired = isRequired }
        if let onRemove = try table.choice("on-remove", as: SinkSettings.Removal.self) {
            settings.onRemove = onRemove
        }
        if let names = try table.list("names", Self.patternForm, { NamePattern($0) }) {
            settings.names = names
        }
        return settings
    }

    private static let commonKeys = ["kind", "path", "domain", "required", "on-remove", "names"]
    private static let ownKeys = [
        "dns": ["listen", "upstream", "forward-private", "subdomains", "ttl", "allow"],
        "dnsmasq": ["mode", "pid-file", "server", "version", "program"],
    ]

    private func expectKeys(of kind: String, _ table: SettingsTable) throws(ToolError) {
        for (other, keys) in Self.ownKeys where other != kind {
            for key in keys where table.keys.contains(key) {
                throw table.error(
                    key, "belongs to a sink of the kind \"\(other)\"; remove it here")
            }
        }
        try table.expectKeys(Self.commonKeys + (Self.ownKeys[kind] ?? []))
    }

    private func readDnsmasq(_ table: SettingsTable) throws(ToolError) -> SinkSettings {
        let mode = try table.choice("mode", as: SinkSettings.Mode.self)
        var settings = SinkSettings(mode: mode ?? .directory)
        if let pidFile = try table.absolutePath("pid-file") { settings.pidFile = pidFile }
        settings.server = try table.value("server", Self.serverForm) { DnsmasqServer($0) }
        settings.version = try table.value("version", Self.versionForm) { DnsmasqVersion($0) }
        settings.program = try table.absolutePath("program")
        return settings
    }

    private static let serverForm =
        "an address and a port, such as \"127.0.0.1:53\" or \"[::1]:53\""

    private static let versionForm = "what `dnsmasq --version` says, such as \"2.90\""

    static let patternForm = "a name in which * stands for any characters, such as \"alice-*\""
}

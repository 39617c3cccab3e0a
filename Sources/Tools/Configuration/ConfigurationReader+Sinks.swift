internal import DockerNetwork
internal import DockerNetworkProgram

extension ConfigurationReader {
    /// Reads `[[sinks]]`; a program that writes nothing leaves them to the one that does.
    func read(sinks tables: [SettingsTable]) throws(ToolError) -> [SinkSettings] {
        guard let usual = adapters.usualSinks.first else { return [] }
        for adapter in adapters.sinks { try Self.expectOne(adapter, in: tables) }
        var sinks: [SinkSettings] = []
        for table in tables { sinks.append(try read(sink: table, type(of: usual.adapter))) }
        return sinks
    }

    private func read(
        sink table: SettingsTable, _ usual: any SinkAdapter.Type
    ) throws(ToolError) -> SinkSettings {
        // The kind comes first: what other keys there are depends on it.
        var adapter = usual
        if let kind = try table.text("kind", "the kind of sink, such as \"dnsmasq\"") {
            guard let other = adapters.sink(for: kind) else {
                throw table.error("kind", adapters.missingSink(kind))
            }
            adapter = other
        }
        try expectKeys(of: adapter, table)
        var settings = SinkSettings(try adapter.init(table))
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

    private func expectKeys(
        of adapter: any SinkAdapter.Type, _ table: SettingsTable
    ) throws(ToolError) {
        for other in adapters.sinks where other.kind != adapter.kind {
            for key in other.keys where table.keys.contains(key) && !adapter.keys.contains(key) {
                throw table.error(
                    key, "belongs to a sink of the kind \"\(other.kind)\"; remove it here")
            }
        }
        try table.expectKeys(Self.commonKeys + adapter.keys)
    }

    /// Some kinds have something of the machine to themselves.
    private static func expectOne(
        _ adapter: any SinkAdapter.Type, in tables: [SettingsTable]
    ) throws(ToolError) {
        guard let reason = adapter.reasonForOne else { return }
        var first: SettingsTable?
        for table in tables where try table.text("kind", "the kind of sink") == adapter.kind {
            guard let first else {
                first = table
                continue
            }
            throw table.error(
                "kind", "is \"\(adapter.kind)\" as at \(first.location(of: "kind")); \(reason)")
        }
    }

    static let patternForm = "a name in which * stands for any characters, such as \"alice-*\""
}

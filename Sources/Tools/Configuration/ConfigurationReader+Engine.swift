internal import DockerNetwork
internal import DockerNetworkProgram

extension ConfigurationReader {
    /// What has a meaning only where an engine is watched.
    static let engineKeys = [
        "name", "names", "networks", "require-label", "names-when", "lease",
    ]

    /// Reads what is announced of an engine's containers.
    func readEngine(
        of table: SettingsTable, into settings: inout TransportSettings, warnings: inout [String]
    ) throws(ToolError) {
        let scheme = settings.url.scheme
        guard settings.url.isEngine else {
            for key in Self.engineKeys where table.keys.contains(key) {
                throw table.error(
                    key, "has no use with \(scheme)://, which watches no engine; leave it out")
            }
            return
        }
        if let name = try table.value("name", HostName.form, HostName.init) {
            settings.engine.name = name.text
        }
        let sources = EngineSettings.NameSource.allCases.map(\.rawValue)
        let form = "one of \(sources.joined(separator: ", "))"
        if let names = try table.list("names", form, EngineSettings.NameSource.init) {
            settings.engine.names = names
        }
        if let networks = try table.list("networks", Self.engineNetworkForm, Self.engineNetwork) {
            settings.engine.networks = networks
        }
        settings.engine.requiresLabel = try table.boolean("require-label") ?? false
        if let when = try table.choice("names-when", as: EngineSettings.NamesWhen.self) {
            settings.engine.namesWhen = when
        }
        if let lease = try table.value("lease", LeaseText.form, LeaseText.parse) {
            settings.engine.lease = lease
        }
        if !settings.url.hasSocket, Self.certificateKeys.isDisjoint(with: table.keys) {
            warnings.append(
                "\(table.location(of: "url")): \(settings.url) is not encrypted, and whoever is on "
                    + "the way there can change names; name a ca-file, certificate-file and key-file"
            )
        }
    }

    static let certificateKeys: Set = ["ca-file", "certificate-file", "key-file"]

    private static let engineNetworkForm = "a network's name, or a pattern such as \"shop_*\""

    private static func engineNetwork(_ text: String) -> String? {
        (1...256).contains(text.utf8.count) ? text : nil
    }
}

internal import DockerNetwork
internal import DockerNetworkNameServer

extension ConfigurationReader {
    /// Reads what a sink of the kind `dns` has of its own.
    func readNameServer(_ table: SettingsTable) throws(ToolError) -> SinkSettings {
        var settings = SinkSettings.nameServer
        if let places = try table.list("listen", Self.placeForm, { ListenPlace($0) }) {
            guard !places.isEmpty else {
                throw table.error("listen", "must not be empty; each must be \(Self.placeForm)")
            }
            settings.nameServer.listen = places
        }
        settings.nameServer.upstream = try upstream(table)
        if let answers = try table.boolean("subdomains") {
            settings.nameServer.answersSubdomains = answers
        }
        if let forwards = try table.boolean("forward-private") {
            settings.nameServer.forwardsPrivateAddresses = forwards
        }
        if let seconds = try table.value("ttl", Self.timeToLiveForm, Self.timeToLive) {
            settings.nameServer.timeToLive = seconds
        }
        if let networks = try table.list("allow", Self.networkForm, { Network($0) }) {
            settings.nameServer.allowedNetworks = networks
        }
        return settings
    }

    /// One server answers for one domain, and has the machine's sockets to itself.
    static func expectOneNameServer(_ tables: [SettingsTable]) throws(ToolError) {
        var first: SettingsTable?
        for table in tables where try table.text("kind", "the kind of sink") == "dns" {
            guard let first else {
                first = table
                continue
            }
            throw table.error(
                "kind",
                "is \"dns\" as at \(first.location(of: "kind")); there is one name server: let it "
                    + "listen at all places")
        }
    }

    private func upstream(_ table: SettingsTable) throws(ToolError) -> UpstreamChoice {
        let texts = try table.list("upstream", Self.upstreamForm) { text in
            text == "none" || ServerAddress(text) != nil ? text : nil
        }
        guard let texts, !texts.isEmpty else { return .machine }
        guard texts.contains("none") else {
            return .servers(texts.compactMap { ServerAddress($0) })
        }
        guard texts.count == 1 else {
            throw table.error("upstream", "is either [\"none\"] or servers, not both")
        }
        return .none
    }

    private static let placeForm =
        "an address such as \"127.0.0.1:5354\" or an interface such as \"docker0\""
    private static let upstreamForm =
        "a server's address such as \"9.9.9.9\" or \"10.0.0.1:5353\", or \"none\" alone"
    private static let timeToLiveForm = "whole seconds, such as \"0s\" or \"30s\", at most 24 hours"

    private static func timeToLive(_ text: String) -> UInt32? {
        guard let duration = TimeText.parse(text), duration.components.attoseconds == 0,
            (0...86_400).contains(duration.components.seconds)
        else { return nil }
        return UInt32(duration.components.seconds)
    }
}

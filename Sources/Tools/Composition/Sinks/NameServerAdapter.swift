package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkNameServer
package import DockerNetworkProgram
package import Logging

/// Our own name server: `kind = "dns"`.
package struct NameServerAdapter: SinkAdapter {
    package static let kind = "dns"
    package static let keys = [
        "listen", "upstream", "forward-private", "subdomains", "ttl", "allow",
    ]
    /// One server answers for one domain, and has the machine's sockets to itself.
    package static let reasonForOne: String? =
        "there is one name server: let it listen at all places"

    /// The places where it listens; nowhere: it only keeps the names.
    package var listen: [ListenPlace] = [
        .address(ServerAddress(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 5_354)),
        .interface("docker0", port: 53),
    ]
    /// The servers that it asks for other names.
    package var upstream = UpstreamChoice.machine
    /// Whether names below a registered one have its addresses.
    package var answersSubdomains = false
    /// The number of seconds for which an answer may be kept.
    package var timeToLive: UInt32 = 0
    /// Whether questions for names of private addresses that are not registered go to others.
    package var forwardsPrivateAddresses = false
    /// The networks that get answers beside loopback, link-local and private ones.
    package var allowedNetworks: [Network] = []

    /// A server with every default.
    package init() {}

    package init(_ table: SettingsTable) throws(ToolError) {
        if let places = try table.list("listen", Self.placeForm, { ListenPlace($0) }) {
            guard !places.isEmpty else {
                throw table.error("listen", "must not be empty; each must be \(Self.placeForm)")
            }
            listen = places
        }
        upstream = try Self.upstream(table)
        if let answers = try table.boolean("subdomains") { answersSubdomains = answers }
        if let forwards = try table.boolean("forward-private") {
            forwardsPrivateAddresses = forwards
        }
        if let seconds = try table.value("ttl", Self.timeToLiveForm, Self.timeToLive) {
            timeToLive = seconds
        }
        if let networks = try table.networks("allow") {
            allowedNetworks = networks
        }
    }

    private static func upstream(_ table: SettingsTable) throws(ToolError) -> UpstreamChoice {
        let texts = try table.list("upstream", upstreamForm) { text in
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

    package var usualPath: String { "/var/lib/my-docker-network/names.d" }

    package var summary: [String] {
        var summary = ["listens at \(listen.map(\.description).joined(separator: " "))"]
        switch upstream {
        case .machine: summary.append("forwards other names as the machine's resolver does")
        case .servers(let servers):
            summary.append(
                "forwards other names to \(servers.map(\.description).joined(separator: " "))")
        case .none: summary.append("refuses other names")
        }
        summary.append("ttl \(TimeText.text(.seconds(Int64(timeToLive))))")
        if answersSubdomains { summary.append("answers below names") }
        if !allowedNetworks.isEmpty {
            let allowed = allowedNetworks.map(\.description).joined(separator: " ")
            summary.append("allows \(allowed)")
        }
        return summary
    }

    /// The connections of its clients, and its questions to other servers.
    package var openFiles: UInt64 { 3_072 }

    package func make(_ place: SinkPlace, logger: Logger) throws(SinkError) -> any HostsSink {
        var answers = NameServerSettings(domain: place.domain)
        answers.timeToLive = timeToLive
        answers.answersSubdomains = answersSubdomains
        answers.forwardsPrivateNetworks = forwardsPrivateAddresses
        answers.allowedNetworks = allowedNetworks
        return try NameServerSink(
            path: place.path, settings: answers, names: place.names,
            listen: place.serves ? listen : [], upstream: upstream
        ) { event in
            logger.log(level: event.isTrouble ? .warning : .info, "the name server: \(event)")
        }
    }
}

extension SinkSettings {
    /// The settings of our own name server alone; nil: the sink is of another kind.
    package var nameServer: NameServerAdapter? {
        get { adapter as? NameServerAdapter }
        set { if let newValue { adapter = newValue } }
    }
}

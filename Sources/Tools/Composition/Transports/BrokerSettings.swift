package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram

/// The settings of the transports to a broker, beside the URL; one URL's settings fit another.
package struct BrokerSettings: Hashable, Sendable {
    /// The kinds of a host's queue at the broker.
    package enum Queue: String, Hashable, Sendable, CaseIterable {
        /// It keeps what comes while the host is away.
        case durable
        /// It goes with the connection, as in 2014.
        case exclusive
    }

    /// The kind of the host's queue.
    package var queue = Queue.durable
    /// The interval at which each side shows that it is there: whole seconds, 1 to 600.
    package var heartbeat = Duration.seconds(10)
    /// The pause after a message before a host that polls looks for the next: 10 ms to 60 s.
    package var fastestPoll = Duration.milliseconds(50)
    /// The pause when nothing comes: `fastestPoll` to 60 s.
    package var slowestPoll = Duration.seconds(1)
    /// The files of an encrypted connection.
    package var security = TransportSecurity()

    static let pollKeys = ["poll-fastest", "poll-slowest"]
    static let keys = ["queue", "heartbeat"] + TransportSecurity.keys + pollKeys

    /// Every default.
    package init() {}

    /// Reads the keys.
    ///
    /// - Throws: `ToolError` (78) with file, line and key.
    init(_ table: SettingsTable) throws(ToolError) {
        if let queue = try table.choice("queue", as: Queue.self) { self.queue = queue }
        if let heartbeat = try table.value("heartbeat", Self.heartbeatForm, Self.heartbeat) {
            self.heartbeat = heartbeat
        }
        if let fastest = try table.value("poll-fastest", Self.pollForm, Self.poll) {
            fastestPoll = fastest
        }
        if let slowest = try table.value("poll-slowest", Self.pollForm, Self.poll) {
            slowestPoll = slowest
        }
        guard fastestPoll <= slowestPoll else {
            let key = table.keys.contains("poll-slowest") ? "poll-slowest" : "poll-fastest"
            throw table.error(
                key,
                "does not fit: poll-fastest (\(TimeText.text(fastestPoll))) must not be "
                    + "longer than poll-slowest (\(TimeText.text(slowestPoll)))")
        }
        security = try TransportSecurity(table)
    }

    private static let pollForm = "a time from 10ms to 1m, such as \"50ms\""

    private static func poll(_ text: String) -> Duration? {
        guard let duration = TimeText.parse(text),
            (Duration.milliseconds(10)...(.seconds(60))).contains(duration)
        else { return nil }
        return duration
    }

    private static let heartbeatForm = "a time in whole seconds from 1s to 10m, such as \"10s\""

    private static func heartbeat(_ text: String) -> Duration? {
        guard let duration = TimeText.parse(text), duration.components.attoseconds == 0,
            (1...600).contains(duration.components.seconds)
        else { return nil }
        return duration
    }
}

/// A transport to a broker.
package protocol BrokerAdapter: TransportAdapter {
    /// The settings that every transport to a broker has.
    var broker: BrokerSettings { get set }

    /// Refuses a broker's key that this transport has no use for.
    ///
    /// - Throws: `ToolError` (78) with file, line and key.
    static func refuseKeys(_ table: SettingsTable, _ url: EndpointURL) throws(ToolError)
}

extension BrokerAdapter {
    package static var keys: [String] { BrokerSettings.keys }
    package static var lack: String { "where there is no broker" }
    package static var hasBroker: Bool { true }

    package init(
        _ table: SettingsTable, _ url: EndpointURL, warnings: inout [String]
    ) throws(ToolError) {
        try Self.refuseKeys(table, url)
        self.init()
        broker = try BrokerSettings(table)
        guard !Self.schemes.contains(where: { $0.name == url.scheme && $0.isEncrypted }) else {
            return
        }
        for key in TransportSecurity.keys where table.keys.contains(key) {
            throw table.error(
                key,
                "has no use with \(url.scheme)://, which is not encrypted; use \(url.scheme)s")
        }
    }

    package init?(replacing other: any TransportAdapter) {
        guard let other = other as? any BrokerAdapter else { return nil }
        self.init()
        broker = other.broker
    }

    package func check() throws(ToolError) { try broker.security.check() }

    /// Returns the text for `check-config`; `manner` is how messages come from the broker.
    func summary(_ settings: TransportSettings, _ manner: String) -> String {
        let source =
            switch settings.password {
            case .file(let path): "password from \(path)"
            case .value: "password given"
            }
        return "\(source), queue \(broker.queue.rawValue), \(manner), group \(settings.group)"
    }
}

extension TransportSettings {
    /// The settings of a broker's transport alone; nil: there is no broker.
    package var broker: BrokerSettings? { (adapter as? any BrokerAdapter)?.broker }
}

extension PasswordSource {
    /// Reads the password at each connection, as a transport asks for it.
    var reader: @Sendable () throws(TransportError) -> String {
        { () throws(TransportError) in
            do throws(ToolError) {
                return try read().password.reveal()
            } catch {
                throw TransportError(.configuration, error.message)
            }
        }
    }
}

internal import DockerNetworkProgram

extension ConfigurationReader {
    /// Reads one `[[transports]]`.
    func read(
        transport table: SettingsTable, warnings: inout [String]
    ) throws(ToolError) -> TransportSettings {
        var settings = TransportSettings.default(for: program)
        // The scheme comes first: what is said of other keys depends on it.
        if let text = try table.text("url", "a URL such as \"\(settings.url)\"") {
            settings = TransportSettings(url: try url(text, in: table))
        }
        try table.expectKeys(
            [
                "url", "password-file", "queue", "heartbeat", "ca-file", "certificate-file",
                "key-file",
                "group", "poll-fastest", "poll-slowest", "socket-mode", "socket-group",
                "withdraw-on-close", "allow-plain",
            ] + Self.engineKeys)
        try readSocket(of: table, into: &settings)
        try readPassword(of: table, into: &settings, warnings: &warnings)
        if let queue = try table.choice("queue", as: TransportSettings.Queue.self) {
            guard queue == .durable || !adapters.isPolled(settings.url.scheme) else {
                throw table.error("queue", TransportSettings.queueNeedsConnection)
            }
            settings.queue = queue
        }
        if let heartbeat = try table.value("heartbeat", Self.heartbeatForm, Self.heartbeat) {
            settings.heartbeat = heartbeat
        }
        if let group = try table.value("group", Self.groupForm, Self.group) {
            settings.group = group
        }
        settings.allowsPlain = try table.boolean("allow-plain") ?? false
        try readPolling(of: table, into: &settings)
        try readCertificates(of: table, into: &settings)
        try readEngine(of: table, into: &settings, warnings: &warnings)
        return settings
    }

    private func readPolling(
        of table: SettingsTable, into settings: inout TransportSettings
    ) throws(ToolError) {
        let scheme = settings.url.scheme
        for key in ["poll-fastest", "poll-slowest"] where table.keys.contains(key) {
            guard !adapters.isPolled(scheme), adapters.transport(for: scheme) != nil
            else { continue }
            throw table.error(key, "has no use with \(scheme)://, where nobody polls; use http")
        }
        if let fastest = try table.value("poll-fastest", Self.pollForm, Self.poll) {
            settings.fastestPoll = fastest
        }
        if let slowest = try table.value("poll-slowest", Self.pollForm, Self.poll) {
            settings.slowestPoll = slowest
        }
        guard settings.fastestPoll <= settings.slowestPoll else {
            let key = table.keys.contains("poll-slowest") ? "poll-slowest" : "poll-fastest"
            throw table.error(
                key,
                "does not fit: poll-fastest (\(TimeText.text(settings.fastestPoll))) must not be "
                    + "longer than poll-slowest (\(TimeText.text(settings.slowestPoll)))")
        }
    }

    private func url(_ text: String, in table: SettingsTable) throws(ToolError) -> EndpointURL {
        // What a URL looks like after its scheme is the adapter's affair.
        if let scheme = try? EndpointURL.scheme(of: text),
            adapters.transport(for: scheme) == nil,
            !adapters.schemesOfOtherBuilds.contains(scheme)
        {
            throw table.error("url", adapters.missingTransport(scheme))
        }
        do {
            return try EndpointURL(text)
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

    private func readCertificates(
        of table: SettingsTable, into settings: inout TransportSettings
    ) throws(ToolError) {
        let certificate = try table.absolutePath("certificate-file")
        let key = try table.absolutePath("key-file")
        settings.authorityFile = try table.absolutePath("ca-file")
        switch (certificate, key) {
        case (nil, nil): break
        case (let file?, let keyFile?):
            settings.certificate = TransportSettings.Certificate(file: file, keyFile: keyFile)
        case (_?, nil): throw table.error("certificate-file", "needs key-file beside it")
        case (nil, _?): throw table.error("key-file", "needs certificate-file beside it")
        }
        let scheme = settings.url.scheme
        guard !adapters.isEncrypted(scheme), settings.url.hasBroker,
            adapters.transport(for: scheme) != nil
        else { return }
        for key in ["ca-file", "certificate-file", "key-file"] where table.keys.contains(key) {
            throw table.error(
                key, "has no use with \(scheme)://, which is not encrypted; use \(scheme)s")
        }
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

    private static let groupForm = "1 to 64 letters, digits, dots, hyphens and underscores"

    private static func group(_ text: String) -> String? {
        text.utf8.count <= 64 ? HostName(text)?.text : nil
    }
}

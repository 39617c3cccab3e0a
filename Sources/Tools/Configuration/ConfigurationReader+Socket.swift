internal import DockerNetworkProgram

extension ConfigurationReader {
    /// What has a meaning only where there is a broker.
    private static let brokerKeys = [
        "password-file", "queue", "heartbeat", "ca-file", "certificate-file", "key-file", "group",
        "poll-fastest", "poll-slowest",
    ]
    private static let socketKeys = ["socket-mode", "socket-group", "withdraw-on-close"]

    /// Reads how a host offers a Unix socket.
    func readSocket(
        of table: SettingsTable, into settings: inout TransportSettings
    ) throws(ToolError) {
        let url = settings.url
        for key in Self.unusedKeys(of: url) where table.keys.contains(key) {
            let scheme = url.scheme
            let why =
                switch (url.hasBroker, key) {
                case (false, "group"): "which is a group of its own"
                case (false, let key) where Self.brokerKeys.contains(key):
                    "where there is no broker"
                case (_, _): "which is no socket of this machine"
                }
            throw table.error(key, "has no use with \(scheme)://, \(why); leave it out")
        }
        if let mode = try table.value("socket-mode", Self.modeForm, Self.mode) {
            settings.socket.mode = mode
        }
        if let group = try table.value("socket-group", Self.groupForm, SocketGroup.init) {
            settings.socket.group = group
        }
        if let withdraws = try table.boolean("withdraw-on-close") {
            settings.socket.withdrawsOnClose = withdraws
        }
    }

    /// The keys without a meaning: TLS has one on the way to an engine that is no socket.
    private static func unusedKeys(of url: EndpointURL) -> [String] {
        if url.isLocal { return brokerKeys }
        guard url.isEngine else { return socketKeys }
        let unused = brokerKeys.filter { url.hasSocket || !certificateKeys.contains($0) }
        return unused + socketKeys + ["allow-plain"]
    }

    private static let modeForm = "permission bits in octal, such as \"0660\" or \"0666\""

    private static func mode(_ text: String) -> UInt16? {
        guard (3...4).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }),
            let mode = UInt16(text, radix: 8), mode <= 0o777
        else { return nil }
        return mode
    }

    private static let groupForm = "a group's name or its number"
}

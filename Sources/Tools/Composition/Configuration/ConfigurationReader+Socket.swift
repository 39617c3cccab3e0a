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
        let isLocal = AdapterCatalogue.isLocal(settings.url.scheme)
        for key in isLocal ? Self.brokerKeys : Self.socketKeys where table.keys.contains(key) {
            let scheme = settings.url.scheme
            let why =
                switch (isLocal, key) {
                case (true, "group"): "which is a group of its own"
                case (true, _): "where there is no broker"
                case (false, _): "which is no socket of this machine"
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

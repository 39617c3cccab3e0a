package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkUnixSocket

/// A Unix socket of this machine: `unix://`.
package struct UnixSocketAdapter: TransportAdapter {
    package static let schemes = [TransportScheme("unix", .socket())]
    package static let keys = ["socket-mode", "socket-group", "withdraw-on-close"]
    package static let lack = "which is no socket of this machine"

    /// Its permission bits.
    package var mode: UInt16 = 0o660
    /// Its group; nil: the host service's own.
    package var group: SocketGroup?
    /// Whether what an emitter announced is withdrawn when its connection ends.
    package var withdrawsOnClose = true

    package init() {}

    package init(
        _ table: SettingsTable, _ url: EndpointURL, warnings: inout [String]
    ) throws(ToolError) {
        if let mode = try table.value("socket-mode", Self.modeForm, Self.mode) { self.mode = mode }
        group = try table.value("socket-group", Self.groupForm, SocketGroup.init)
        if let withdraws = try table.boolean("withdraw-on-close") { withdrawsOnClose = withdraws }
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

    package func summary(_ settings: TransportSettings) -> String {
        let owner =
            switch group {
            case .name(let name): "group \(Printable.quoted(name))"
            case .number(let number): "group \(number)"
            case nil: "this user's group"
            }
        let end = withdrawsOnClose ? "take their names with them" : "leave their names"
        return "mode 0\(String(mode, radix: 8)), \(owner), emitters that go \(end)"
    }

    package var openFiles: UInt64 { UInt64(UnixSocketConfiguration(path: "/").mostClients) }

    package func check() throws(ToolError) { _ = try group?.number() }

    package func make(_ settings: TransportSettings) throws(ToolError) -> any Transport {
        guard let path = settings.url.socketPath else {
            throw .configuration("url", "has no socket's path: \(settings.url)")
        }
        return UnixSocketTransport(
            UnixSocketConfiguration(
                path: path, mode: mode, group: try group?.number(),
                withdrawsOnClose: withdrawsOnClose))
    }
}

extension TransportSettings {
    /// The settings of a Unix socket alone; nil: it is of another kind.
    package var socket: UnixSocketAdapter? { adapter as? UnixSocketAdapter }
}

internal import DockerNetwork
internal import DockerNetworkProgram
package import DockerNetworkSystem

extension ConfigurationReader {
    private static let adminForm =
        "a socket such as \"unix:///run/my-docker-network/admin.sock\" or an address and a port "
        + "such as \"127.0.0.1:9380\""
    /// Each place costs connections.
    private static let mostPlaces = 8

    /// Reads `[admin]`.
    func read(admin table: SettingsTable) throws(ToolError) -> AdminSettings {
        try table.expectKeys(["listen", "allow-remote"])
        var settings = AdminSettings.default
        settings.isDefault = false
        settings.allowsRemote = try table.boolean("allow-remote") ?? false
        guard let places = try table.list("listen", Self.adminForm, Self.adminPlace) else {
            return settings
        }
        guard places.count <= Self.mostPlaces, Set(places).count == places.count else {
            throw table.error(
                "listen", "must name at most \(Self.mostPlaces) places, and each of them once")
        }
        for case .address(let name) in places where !settings.allowsRemote && !name.isLoopback {
            throw table.error(
                "listen",
                "names \(AdminSettings.Place.address(name)), which others can reach: whoever connects "
                    + "there reads every name; use 127.0.0.1 or [::1], or set allow-remote = true")
        }
        settings.listen = places
        return settings
    }

    private static func adminPlace(_ text: String) -> AdminSettings.Place? {
        if text.hasPrefix("unix://") {
            let path = String(text.dropFirst("unix://".count))
            guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0),
                path.utf8.count <= SocketFile.longestPath
            else { return nil }
            return .socket(path)
        }
        // With a port of its own: 53 is the name server's.
        guard IPAddress(text) == nil, let address = ServerAddress(text) else { return nil }
        return SocketName(address: address.address.networkOrder, port: address.port)
            .map { .address($0) }
    }
}

extension SocketName {
    /// Whether only this machine can connect to the address.
    package var isLoopback: Bool {
        guard isIPv4 else { return address == Array(repeating: 0, count: 15) + [1] }
        return address.first == 127
    }
}

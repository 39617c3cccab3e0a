internal import DockerNetwork
internal import DockerNetworkLegacy
internal import DockerNetworkProgram

extension Configuration {
    /// Reads the configuration file of 2014.
    ///
    /// - Throws: `ToolError` (78) with file, line and name.
    init(
        legacyFile path: String, bytes: [UInt8], program: Program, adapters: AdapterCatalogue
    ) throws(ToolError) {
        let legacy = try LegacySettings(path: path, bytes: bytes)
        guard let host = EndpointURL.host(legacy.host) else {
            throw .configuration(
                legacy.hostLocation, "hostname must be the broker's name or address")
        }
        self.init(defaultsFor: program, adapters: adapters)
        file = path
        warnings = legacy.warnings
        isStartWanted = legacy.isStartWanted
        sinks = adapters.legacySinks
        emit.addresses = EmitSettings.legacyAddresses
        emit.addressesSource = path
        var transport = adapters.usualSettings(
            user: legacy.user, host: host, port: 5672, virtualHost: legacy.virtualHost)
        if let password = legacy.password { transport.password = .value(password) }
        transports = [transport]
    }
}

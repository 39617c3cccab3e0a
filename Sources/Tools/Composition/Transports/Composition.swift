package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
package import Logging

/// Makes the parts that a configuration names; the sinks' module adds the sinks.
package enum Composition {
    /// Returns all transports of a configuration as one that fails over, for an emitter whose
    /// pauses the clock makes.
    ///
    /// - Throws: `ToolError` (78) where one cannot be made.
    package static func transport(
        of configuration: Configuration, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) throws(ToolError) -> any Transport {
        var transports: [any Transport] = []
        for settings in configuration.transports where settings.canAnnounce {
            transports.append(try transport(settings))
        }
        guard let transport = FailoverTransport.joining(transports, logger: logger, clock: clock)
        else {
            throw .configuration(
                "transports", "there is none to announce over; give at least one url")
        }
        return transport
    }

    /// Returns an emitter that announces the names of a configuration until it is shut down.
    ///
    /// - Parameters:
    ///   - configuration: The names, the addresses and the transports.
    ///   - lease: How long the names hold without being renewed.
    ///   - clock: Makes the pauses.
    ///   - logger: Gets what an operator wants to know.
    ///   - changes: What is announced after these, each time all of it; nil: nothing else.
    ///   - onEvent: Called for each event, in their order.
    ///   - adjust: Changes how it announces, and may say what is unwise: all else is right.
    /// - Returns: The emitter; nothing is connected yet.
    /// - Throws: `ToolError` (78) where there is nothing to announce, or nothing to announce over.
    package static func emitter(
        of configuration: Configuration, lease: Lease,
        clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
        changes: ([Registration]) -> AsyncStream<[Registration]>? = { _ in nil },
        onEvent: @escaping @Sendable (EmitterConfiguration.Event) -> Void,
        adjust: (inout EmitterConfiguration) throws(ToolError) -> Void = { _ in }
    ) throws(ToolError) -> Emitter {
        let registrations = try configuration.registrations()
        let transport = try transport(of: configuration, logger: logger, clock: clock)
        var settings = EmitterConfiguration(
            registrations: registrations, lease: lease, onEvent: onEvent)
        settings.clock = clock
        try adjust(&settings)
        return Emitter(
            settings, transport: transport, changes: changes(registrations), logger: logger)
    }

    /// One transport.
    ///
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func transport(_ settings: TransportSettings) throws(ToolError) -> any Transport
    {
        try adapter(of: settings).make(settings)
    }

    /// One of a host's transports; what it is beside its settings, the configuration says.
    ///
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func source(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource {
        try adapter(of: settings).makeSource(settings, of: configuration)
    }

    /// The adapter of a transport.
    ///
    /// - Throws: `ToolError` (78) where this build lacks its library.
    package static func adapter(
        of settings: TransportSettings
    ) throws(ToolError) -> any TransportAdapter {
        guard type(of: settings.adapter).isBuilt else {
            throw .configuration(
                "url", AdapterCatalogue.emitter.missingTransport(settings.url.scheme))
        }
        return settings.adapter
    }

    /// Reads every password once, so that a missing one ends a program at its start, and returns
    /// what is unwise about where they stand.
    ///
    /// - Throws: `ToolError` (78) where one cannot be read.
    package static func checkPasswords(
        of configuration: Configuration
    ) throws(ToolError) -> [String] {
        var configuration = configuration
        return try readPasswords(of: &configuration)
    }

    /// Checks as `checkPasswords`, and keeps what it reads: for a program that connects once.
    package static func readPasswords(
        of configuration: inout Configuration
    ) throws(ToolError) -> [String] {
        var warnings: [String] = []
        for index in configuration.transports.indices
        where configuration.transports[index].hasBroker {
            let reading = try configuration.transports[index].password.read()
            configuration.transports[index].password = .value(reading.password)
            guard let warning = reading.warning, !warnings.contains(warning) else { continue }
            warnings.append(warning)
        }
        return warnings
    }

    /// Says once, at a program's start, what is unwise.
    ///
    /// - Throws: `ToolError` (78) where a password cannot be read.
    package static func warn(
        of configuration: Configuration, logger: Logger
    ) throws(ToolError) {
        for warning in configuration.warnings { logger.warning("\(warning)") }
        for warning in try checkPasswords(of: configuration) { logger.warning("\(warning)") }
    }
}

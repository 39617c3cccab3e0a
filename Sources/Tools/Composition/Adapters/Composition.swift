package import DockerNetwork
package import Logging

/// Makes the parts that a configuration names.
package enum Composition {
    /// All transports of a configuration as one that fails over, for an emitter whose pauses the
    /// clock makes.
    ///
    /// - Throws: `ToolError` (78) where one cannot be made.
    package static func transport(
        of configuration: Configuration, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) throws(ToolError) -> any Transport {
        var transports: [any Transport] = []
        for settings in configuration.transports where !settings.url.isEngine {
            transports.append(try transport(settings))
        }
        guard let transport = FailoverTransport.joining(transports, logger: logger, clock: clock)
        else {
            throw .configuration(
                "transports", "there is none to announce over; give at least one url")
        }
        return transport
    }

    /// One transport.
    ///
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func transport(_ settings: TransportSettings) throws(ToolError) -> any Transport
    {
        switch try maker(of: settings) {
        case .transport(let make): return try make(settings)
        case .source:
            throw .configuration("url", "\(settings.url): nobody can announce over it")
        }
    }

    /// One of a host's transports; what it is beside its settings, the configuration says.
    ///
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func source(
        _ settings: TransportSettings, of configuration: Configuration
    ) throws(ToolError) -> any AnnouncementSource {
        switch try maker(of: settings) {
        case .transport(let make): return try make(settings)
        case .source(let make): return try make(settings, configuration)
        }
    }

    private static func maker(
        of settings: TransportSettings
    ) throws(ToolError) -> TransportAdapter.Maker {
        let scheme = settings.url.scheme
        guard let adapter = AdapterCatalogue.transport(for: scheme) else {
            throw .configuration("url", AdapterCatalogue.missingTransport(scheme))
        }
        return adapter.maker
    }

    /// One sink, of its own domain or else of this one.
    ///
    /// - Parameters:
    ///   - settings: What it is made of.
    ///   - domain: The domain if the settings have none.
    ///   - serves: Whether it may answer questions; else it only reads and writes its place.
    ///   - logger: Gets what the sink notices that is no failure.
    /// - Returns: The sink.
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func sink(
        _ settings: SinkSettings, domain: Domain, serves: Bool = false, logger: Logger
    ) throws(ToolError) -> any HostsSink {
        var settings = settings
        if !serves { settings.nameServer.listen = [] }
        guard let adapter = AdapterCatalogue.sink(for: settings.kind) else {
            throw .configuration("kind", AdapterCatalogue.missingSink(settings.kind))
        }
        return try adapter.make(settings, settings.domain ?? domain, logger)
    }

    /// Reads every password once, so that a missing one ends a program at its start, and returns
    /// what is unwise about where they stand.
    ///
    /// - Throws: `ToolError` (78) where one cannot be read.
    package static func checkPasswords(
        of configuration: Configuration
    ) throws(ToolError) -> [String] {
        var warnings: [String] = []
        for settings in configuration.transports
        where AdapterCatalogue.hasBroker(settings.url) {
            guard let warning = try settings.password.read().warning, !warnings.contains(warning)
            else { continue }
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

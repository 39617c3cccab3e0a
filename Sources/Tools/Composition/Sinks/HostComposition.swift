package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition
package import Logging

/// Makes a host service's parts of its configuration, so that a part whose settings stayed the
/// same is recognised when the configuration is read again.
package enum HostComposition {
    /// The parts that a configuration names.
    ///
    /// - Parameters:
    ///   - configuration: What was read.
    ///   - previous: The parts of the configuration before. What stayed the same is taken from them:
    ///     making a sink starts its thread.
    ///   - logger: Gets what the parts notice that is no failure.
    ///   - heartbeat: Tells a supervisor that the service goes on, if set.
    ///   - onReady: Called once the service listens for the first time.
    /// - Returns: The parts; nothing new is connected or written yet.
    /// - Throws: `ToolError` (78) where one cannot be made.
    package static func parts(
        of configuration: Configuration, reusing previous: HostParts? = nil, logger: Logger,
        heartbeat: Heartbeat? = nil, onReady: @escaping @Sendable () -> Void = {}
    ) throws(ToolError) -> HostParts {
        let hostName =
            if let name = configuration.hostName { name } else { try HostName.ofMachine() }
        var known = previous?.sinks ?? []
        var sinks: [SinkBinding] = []
        for settings in configuration.sinks {
            sinks.append(
                try binding(
                    of: settings, domain: configuration.domain, reusing: &known, logger: logger))
        }
        var host = HostConfiguration(
            hostName: hostName.text, domain: configuration.domain, policy: configuration.policy,
            onReady: onReady)
        host.heartbeat = heartbeat
        host.machineStart = MachineStart.milliseconds()
        return HostParts(
            host, transports: try transports(of: configuration, logger: logger), sinks: sinks)
    }

    private static func binding(
        of settings: SinkSettings, domain: Domain, reusing known: inout [SinkBinding],
        logger: Logger
    ) throws(ToolError) -> SinkBinding {
        // The same sink whether or not it is required, and whatever shall become of it.
        var identity = settings
        identity.isRequired = true
        identity.onRemove = .clean
        let domain = settings.domain ?? domain
        identity.domain = domain
        let id = PartID(identity)
        let sink =
            if let index = known.firstIndex(where: { $0.id == id }) {
                known.remove(at: index).sink
            } else {
                try Composition.sink(settings, domain: domain, serves: true, logger: logger)
            }
        let removal: SinkBinding.Removal =
            switch settings.onRemove {
            case .clean: .clean
            case .keep: .keep
            }
        return SinkBinding(
            sink, isRequired: settings.isRequired, id: id, place: "\(settings.path) \(domain)",
            removal: removal)
    }

    /// Each group of transports as one that fails over, in order; making one connects nowhere.
    private static func transports(
        of configuration: Configuration, logger: Logger
    ) throws(ToolError) -> [TransportBinding] {
        var groups: [(name: String, settings: [TransportSettings])] = []
        for settings in configuration.transports {
            if let index = groups.firstIndex(where: { $0.name == settings.group }) {
                groups[index].settings.append(settings)
            } else {
                groups.append((settings.group, [settings]))
            }
        }
        var bindings: [TransportBinding] = []
        for (_, settings) in groups {
            if let only = settings.first, !only.canAnnounce {
                bindings.append(
                    TransportBinding(
                        try Composition.source(only, of: configuration),
                        id: PartID(SourceIdentity(only, configuration.emit.addresses))))
                continue
            }
            var transports: [any Transport] = []
            for settings in settings { transports.append(try Composition.transport(settings)) }
            guard let transport = FailoverTransport.joining(transports, logger: logger) else {
                continue
            }
            bindings.append(TransportBinding(transport, id: PartID(settings)))
        }
        return bindings
    }

    /// The identity of a source of findings, which is made anew if its settings change, or where
    /// the machine's addresses are looked for.
    private struct SourceIdentity: Hashable {
        let settings: TransportSettings
        let addresses: [AddressChoice]?

        init(_ settings: TransportSettings, _ addresses: [AddressChoice]?) {
            self.settings = settings
            self.addresses = addresses
        }
    }
}

internal import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition
package import Logging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Reads everything that a configuration names, and says what a host service would do with it.
package struct ConfigurationCheck: Sendable {
    /// The configuration to check.
    package var configuration: Configuration
    /// Gets what is allowed but unwise.
    package var logger: Logger

    /// Creates one from its parts.
    package init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Checks everything without contacting anybody.
    ///
    /// - Returns: What a host service would do, one line each.
    /// - Throws: `ToolError` (78) at the first thing that is wrong.
    package func run() async throws(ToolError) -> [String] {
        let hostName =
            if let name = configuration.hostName { name } else { try HostName.ofMachine() }
        try Composition.warn(of: configuration, logger: logger)
        warnOfUnusedPasswords()
        for transport in configuration.transports { try transport.adapter.check() }
        for sink in configuration.sinks { try await check(sink) }
        return try lines(hostName: hostName)
    }

    /// Opens and closes each transport.
    ///
    /// - Throws: `ToolError` at the first that cannot be opened.
    package func connect() async throws(ToolError) -> [String] {
        var lines: [String] = []
        for settings in configuration.transports {
            guard settings.canAnnounce else {
                lines.append(try await connectSource(settings))
                continue
            }
            let transport = try Composition.transport(settings)
            do throws(TransportError) {
                await (try transport.openPublisher(PublisherOptions())).close()
            } catch  where error.code == .noHost {
                // The socket is made by 'serve' itself.
                lines.append("nobody listens yet: \(transport.endpoint)")
                continue
            } catch {
                throw ToolError(error)
            }
            lines.append("connected: \(transport.endpoint)")
        }
        return lines
    }

    private func connectSource(_ settings: TransportSettings) async throws(ToolError) -> String {
        let source = try Composition.source(settings, of: configuration)
        do throws(TransportError) {
            let options = SubscriptionOptions(hostName: "check", domain: configuration.domain)
            await (try source.openSubscription(options)).close()
        } catch {
            throw ToolError(error)
        }
        return "connected: \(source.endpoint)"
    }

    /// The files that the environment, or a build without their transport, puts out of use.
    private func warnOfUnusedPasswords() {
        let used = configuration.transports.filter(\.hasBroker).map(\.password)
        var seen: Set<String> = []
        for path in configuration.passwordFiles
        where !used.contains(.file(path)) && seen.insert(path).inserted {
            do throws(ToolError) {
                if let warning = try PasswordSource.file(path).read().warning {
                    logger.warning("\(warning)")
                }
            } catch {
                logger.warning("\(error.message) (it is not used)")
            }
        }
    }

    private func check(_ settings: SinkSettings) async throws(ToolError) {
        let sink = try Composition.sink(settings, domain: configuration.domain, logger: logger)
        do throws(SinkError) {
            _ = try await sink.contents()
            try settings.adapter.check()
        } catch {
            throw .configuration("sink \(sink.name)", error.message)
        }
        // A place that does not exist yet is made in the nearest folder that does.
        var place = settings.path
        while access(place, F_OK) != 0, errno == ENOENT, let slash = place.lastIndex(of: "/"),
            slash != place.startIndex
        {
            place = String(place[..<slash])
        }
        guard access(place, W_OK) != 0 else { return }
        let words = SystemCallFailure.last.reason
        throw .configuration(
            "sink \(sink.name)",
            "\(place) cannot be written: \(words); "
                + "make it writable for the user that runs 'serve'")
    }

    // MARK: - What it would do

    private func lines(hostName: HostName) throws(ToolError) -> [String] {
        var lines = [
            "configuration: \(configuration.file ?? "no file, defaults")",
            "host name: \(hostName), domain: \(configuration.domain)",
        ]
        for transport in configuration.transports { lines.append(try line(transport)) }
        lines += configuration.sinks.map(Self.line)
        lines += [emitLine, policyLine, adminLine]
        return lines
    }

    private func line(_ transport: TransportSettings) throws(ToolError) -> String {
        let summary = try Composition.adapter(of: transport).summary(transport)
        return "transport: \(transport.url), \(summary)"
    }

    /// Returns the line about a sink.
    package static func line(_ sink: SinkSettings) -> String {
        let required = sink.isRequired ? "required" : "not required"
        let names = sink.names.map(\.text).joined(separator: " ")
        let mode = sink.adapter.mode.map { ", mode \($0)" } ?? ""
        let domain = sink.domain.map { ", domain \($0)" } ?? ""
        let summary = sink.adapter.summary.map { ", \($0)" }.joined()
        return
            "sink: \(sink.kind)\(mode), \(sink.path), \(required), names \(names)\(domain)\(summary)"
    }

    private var emitLine: String {
        let emit = configuration.emit
        let names = emit.hostnames.map(\.name).joined(separator: " ")
        let addresses = (emit.addresses ?? EmitSettings.defaultAddresses).map(\.description)
        let lease = emit.lease ?? .usual
        return "emit: \(names.isEmpty ? "the machine's hostname" : names), "
            + "address of \(addresses.joined(separator: " or ")), lease \(lease)"
    }

    private var adminLine: String {
        let admin = configuration.admin
        let places = admin.usedPlaces.map(\.description)
        guard places.isEmpty else { return "admin: \(places.joined(separator: " "))" }
        return admin.isDefault
            ? "admin: none, /run/my-docker-network is not there or not writable for this user"
            : "admin: none"
    }

    private var policyLine: String {
        let policy = configuration.policy
        let networks =
            policy.allowedNetworks.isEmpty
            ? "any" : policy.allowedNetworks.map(\.description).joined(separator: " ")
        let reserved = policy.reservedNames.map(\.text).joined(separator: " ")
        let names = policy.users.keys.sorted().map { Printable.quoted($0) }
        let users = names.isEmpty ? "" : ", rules for \(names.joined(separator: " "))"
        return "policy: conflicts \(policy.conflicts.rawValue), networks \(networks), "
            + "names \(policy.allowedNames.map(\.text).joined(separator: " ")), "
            + "reserved \(reserved.isEmpty ? "none" : reserved), "
            + "at most \(policy.namesPerInstance) an instance, \(policy.namesPerUser) a user and "
            + "\(policy.namesInAll) in all, \(policy.addressesPerHostname) addresses a hostname "
            + "and \(policy.hostnamesPerAddress) hostnames an address" + users
    }
}

package import DockerNetwork
package import DockerNetworkProgram
package import Logging

/// Everything that the two programs are told, validated: what is here can be used as it is.
package struct Configuration: Sendable {
    /// The domain hostnames are relative to.
    package var domain: Domain
    /// The host's name; nil: the machine's.
    package var hostName: HostName?
    /// What the 2014 file says under `start`: false where it is 0, true without such a file.
    package var isStartWanted: Bool
    /// Where to connect to, in order of preference; at least one.
    package var transports: [TransportSettings]
    /// What to write; at least one where the build has sinks.
    package var sinks: [SinkSettings]
    /// What an emitter announces.
    package var emit: EmitSettings
    /// Who may announce what.
    package var policy: Policy
    /// Where a host service tells how it does.
    package var admin: AdminSettings
    /// The least important records that are logged; nil: the program's own default.
    package var logLevel: Logger.Level?
    /// The file it was read from; nil where there is none.
    package var file: String?
    /// What is allowed but unwise, each as one line.
    package var warnings: [String]
    /// What this build cannot serve, each as one line.
    package var skipped: [String]
    /// The password files that the file names, used or not.
    package var passwordFiles: [String] = []

    /// The configuration of a program that is told nothing.
    package init(defaultsFor program: Program, adapters: AdapterCatalogue) {
        domain = .docker
        hostName = nil
        isStartWanted = true
        transports = [adapters.usualSettings(for: program)]
        sinks = adapters.usualSinks
        emit = EmitSettings()
        policy = Self.defaultPolicy
        admin = .default
        logLevel = nil
        file = nil
        warnings = []
        skipped = []
    }

    /// The policy without any `[policy]`: `localhost` is nobody's, nor is `wpad`, by which browsers
    /// look for a proxy.
    package static let defaultPolicy = Policy(
        reservedNames: ["localhost", "wpad"].compactMap { NamePattern($0) })
}

package import DockerNetwork
package import DockerNetworkProgram
package import Logging

/// Everything that the two programs are told, validated: what is here can be used as it is.
package struct Configuration: Sendable {
    /// The domain hostnames are relative to.
    package var domain: Domain
    /// The host's name; nil: the machine's.
    package var hostName: HostName?
    /// The value of `start` in the 2014 file: false if it is 0, true without such a file.
    package var isStartWanted: Bool
    /// The transports to connect to, in order of preference; at least one.
    package var transports: [TransportSettings]
    /// The sinks to write; at least one if the build has sinks.
    package var sinks: [SinkSettings]
    /// The settings of an emitter.
    package var emit: EmitSettings
    /// The rules for who may announce what.
    package var policy: Policy
    /// The place where a host service tells its state.
    package var admin: AdminSettings
    /// The least important records that are logged; nil: the program's own default.
    package var logLevel: Logger.Level?
    /// The file it was read from; nil where there is none.
    package var file: String?
    /// The settings that are allowed but unwise, each as one line.
    package var warnings: [String]
    /// The settings that this build cannot serve, each as one line.
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

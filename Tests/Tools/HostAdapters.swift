import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import TestSupport

// Each test reads as the host tool does, which has every adapter.

extension ConfigurationLoader {
    init(program: Program, environment: Environment, overrides: Overrides = Overrides()) {
        self.init(
            program: program, adapters: .host, environment: environment, overrides: overrides)
    }
}

extension Configuration {
    init(defaultsFor program: Program) {
        self.init(defaultsFor: program, adapters: .host)
    }

    /// What a program makes of the text of a configuration file.
    @discardableResult
    static func loaded(
        _ text: String, environment: [String: String] = [:], program: Program = .host,
        adapters: AdapterCatalogue = .host
    ) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try ConfigurationLoader(
            program: program, adapters: adapters, environment: Environment(environment),
            overrides: Overrides(configurationFile: try folder.write("config.toml", text))
        ).load()
    }
}

extension EndpointURL {
    init(_ text: String) throws(EndpointURLError) {
        self = try AdapterCatalogue.host.url(text)
    }

    init(socketPath: String) {
        self.init(socketPath: socketPath, scheme: "unix")
    }
}

extension TransportSettings {
    init(url: EndpointURL, password: PasswordSource = .default) {
        self = AdapterCatalogue.host.settings(url)
        self.password = password
    }
}

extension EndpointURLError {
    static let noSocketPath = notSocketPath(
        scheme: "unix", example: "/run/my-docker-network/announce.sock")
}

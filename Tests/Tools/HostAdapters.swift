import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition

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
}

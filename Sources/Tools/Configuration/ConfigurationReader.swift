internal import DockerNetwork
internal import DockerNetworkProgram

/// Reads a TOML file into a configuration.
struct ConfigurationReader {
    let program: Program
    let adapters: AdapterCatalogue
    /// The domain where the environment says one: hostnames are relative to it.
    let domain: Domain?

    /// Reads a whole file.
    ///
    /// - Throws: `ToolError` (78) with file, line and key.
    func read(_ file: SettingsFile) throws(ToolError) -> Configuration {
        var configuration = Configuration(defaultsFor: program, adapters: adapters)
        configuration.file = file.path
        let table = file.table
        try table.expectKeys([
            "domain", "host-name", "transports", "sinks", "emit", "policy", "admin",
        ])
        if let name = try table.value("domain", Self.domainForm, Self.domain) {
            configuration.domain = name
        }
        if let domain { configuration.domain = domain }
        configuration.hostName = try table.value("host-name", HostName.form, HostName.init)
        if let transports = try table.tables("transports") {
            guard !transports.isEmpty else { throw table.error("transports", "must not be empty") }
            configuration.transports = []
            for transport in transports {
                let settings = try read(transport: transport, warnings: &configuration.warnings)
                if let path = try transport.absolutePath("password-file") {
                    configuration.passwordFiles.append(path)
                }
                guard type(of: settings.adapter).isBuilt else {
                    let words = adapters.skippedTransport(settings.url)
                    configuration.skipped.append(transport.error("url", words).message)
                    continue
                }
                configuration.transports.append(settings)
            }
            if configuration.transports.isEmpty, let first = transports.first {
                let scheme = try read(transport: first, warnings: &configuration.warnings).url
                    .scheme
                throw first.error("url", adapters.missingTransport(scheme))
            }
        }
        if let sinks = try table.tables("sinks") {
            guard !sinks.isEmpty else { throw table.error("sinks", "must not be empty") }
            configuration.sinks = try read(sinks: sinks)
        }
        if let emit = try table.table("emit") {
            try read(emit: emit, into: &configuration.emit, domain: configuration.domain)
        }
        if let policy = try table.table("policy") {
            configuration.policy = try read(policy: policy)
        }
        if let admin = try table.table("admin") {
            configuration.admin = try read(admin: admin)
            #if !Admin
                if program == .host, !configuration.admin.listen.isEmpty {
                    configuration.skipped.append(
                        admin.error("is skipped: this build has no admin server").message)
                }
            #endif
        }
        return configuration
    }

    static let domainForm = "a domain such as \"docker\""

    static func domain(_ text: String) -> Domain? {
        try? Domain(text)
    }
}

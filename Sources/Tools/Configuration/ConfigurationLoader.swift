package import DockerNetwork
package import DockerNetworkProgram
internal import DockerNetworkSystem
package import Logging

/// Brings together what the file, the environment and the flags say: flags over environment over
/// file over defaults.
package struct ConfigurationLoader: Sendable {
    /// The program whose defaults hold.
    package var program: Program
    /// The adapters that this build has.
    package var adapters: AdapterCatalogue
    /// The environment.
    package var environment: Environment
    /// The flags.
    package var overrides: Overrides
    /// The TOML file that is read where none is named; it may be missing.
    package var defaultFile = "/etc/my-docker-network/config.toml"
    /// The 2014 file that is read where there is no TOML file; it may be missing.
    package var legacyFile = "/etc/default/my-docker-network"

    /// Creates one from its parts.
    package init(
        program: Program, adapters: AdapterCatalogue, environment: Environment,
        overrides: Overrides = Overrides()
    ) {
        self.program = program
        self.adapters = adapters
        self.environment = environment
        self.overrides = overrides
    }

    /// Reads everything, and contacts nobody.
    ///
    /// - Throws: `ToolError`: 64 for a flag, 78 for a variable or a file; it says where.
    package func load() throws(ToolError) -> Configuration {
        let domain = try self.domain()
        var configuration = try readFile(domain: domain)
        if let domain { configuration.domain = domain }
        try applyTransports(to: &configuration)
        try PlainFailover.check(
            configuration.transports, of: program, from: urls()?.source, file: configuration.file)
        try applyEmit(to: &configuration)
        configuration.logLevel = try logLevel()
        return configuration
    }

    // MARK: - Files

    private func readFile(domain: Domain?) throws(ToolError) -> Configuration {
        let named = overrides.configurationFile ?? environment[.configuration]
        let path = named ?? defaultFile
        let reader = ConfigurationReader(program: program, adapters: adapters, domain: domain)
        do {
            let contents = try SmallFile.read(path, limit: SettingsFile.largest)
            return Self.warned(
                try reader.read(SettingsFile(path: path, bytes: contents.bytes)), contents.mode)
        } catch let error as ToolError {
            throw error
        } catch SmallFile.Failure.missing where named == nil {
            return try readLegacyFile()
        } catch let failure as SmallFile.Failure {
            throw unreadable(path, failure)
        } catch {
            throw .configuration(path, "cannot be read")
        }
    }

    private func readLegacyFile() throws(ToolError) -> Configuration {
        let defaults = Configuration(defaultsFor: program, adapters: adapters)
        // It only says where the broker and the host's sink are. A container's user, who is told
        // the first by other means, may not even be able to read it.
        if program == .emitter, urls() != nil { return defaults }
        do {
            let contents = try SmallFile.read(legacyFile, limit: 65_536)
            return Self.warned(
                try Configuration(
                    legacyFile: legacyFile, bytes: contents.bytes, program: program,
                    adapters: adapters),
                contents.mode)
        } catch let error as ToolError {
            throw error
        } catch SmallFile.Failure.missing {
            return defaults
        } catch let failure as SmallFile.Failure {
            throw unreadable(legacyFile, failure)
        } catch {
            throw .configuration(legacyFile, "cannot be read")
        }
    }

    /// The configuration, with a warning if its file holds a password and others can read it.
    private static func warned(_ configuration: Configuration, _ mode: UInt32) -> Configuration {
        let holdsPassword = configuration.transports.contains {
            if case .value = $0.password { true } else { false }
        }
        guard holdsPassword, let path = configuration.file,
            let warning = PasswordSource.warning("\(path), which holds a password,", mode)
        else { return configuration }
        var configuration = configuration
        configuration.warnings.append(warning)
        return configuration
    }

    private func unreadable(_ path: String, _ failure: SmallFile.Failure) -> ToolError {
        .configuration(
            path,
            "cannot read the configuration: \(failure.description); check --config, "
                + "MY_DOCKER_NETWORK_CONFIG and the file's permissions")
    }

    // MARK: - Transports

    package func urls() -> (texts: [String], source: SettingSource)? {
        if !overrides.urls.isEmpty { return (overrides.urls, .flag("--url")) }
        return environment.list(.url).map { ($0, .environment(.url)) }
    }

    /// URLs replace those of the file one by one; the other keys of a transport stay with it.
    private func applyTransports(to configuration: inout Configuration) throws(ToolError) {
        let password = try environmentPassword()
        guard let (texts, source) = urls() else {
            guard let password else { return }
            for index in configuration.transports.indices {
                configuration.transports[index].password = password
            }
            return
        }
        var transports: [TransportSettings] = []
        configuration.skipped = []
        var skippedScheme: String?
        for text in texts {
            var url = try parse(text, from: source)
            guard adapters.transport(for: url.scheme)?.isBuilt == true else {
                let words = adapters.skippedTransport(url)
                skippedScheme = skippedScheme ?? url.scheme
                configuration.skipped.append(source.error(words).message)
                continue
            }
            let index = transports.count
            // A socket's settings fit no broker, and the other way round.
            var settings = adapters.settings(
                url,
                replacing: index < configuration.transports.count
                    ? configuration.transports[index] : nil)
            // A password that came with the URL that is replaced goes with it.
            if case .value = settings.password { settings.password = .default }
            if let password { settings.password = password }
            if let own = url.password {
                settings.password = .value(own)
                configuration.warnings.append(
                    "MY_DOCKER_NETWORK_URL holds a password; "
                        + "MY_DOCKER_NETWORK_PASSWORD_FILE would keep it apart")
            }
            url.password = nil
            settings.url = url
            transports.append(settings)
        }
        if transports.isEmpty, let skippedScheme {
            throw source.error("the URL \(adapters.missingTransport(skippedScheme))")
        }
        configuration.transports = transports
    }

    package func parse(_ text: String, from source: SettingSource) throws(ToolError) -> EndpointURL
    {
        if let scheme = try? EndpointURL.scheme(of: text), adapters.transport(for: scheme) == nil {
            throw source.error("the URL \(adapters.missingTransport(scheme))")
        }
        let url: EndpointURL
        do {
            url = try adapters.url(text)
        } catch {
            throw source.error(
                "\(error): \(Printable.url(text)); "
                    + "it looks like amqp://user@host:5672/my-docker-network")
        }
        if case .flag = source, url.password != nil {
            throw source.error(
                "a password must not stand in an argument, where every user can read it; use "
                    + "MY_DOCKER_NETWORK_PASSWORD_FILE or password-file in the configuration: "
                    + Printable.url(text))
        }
        return url
    }

    private func environmentPassword() throws(ToolError) -> PasswordSource? {
        switch (environment[.passwordFile], environment[.password]) {
        case (nil, nil): return nil
        case (let file?, nil): return .file(file)
        case (nil, let password?):
            guard !ForeignText.isEscaped(password) else {
                throw .configuration(
                    Environment.Variable.password.name,
                    "is no text; a broker's password is UTF-8, check how it was set")
            }
            return .value(Secret(password))
        case (_?, _?):
            throw .configuration(
                Environment.Variable.password.name,
                "and MY_DOCKER_NETWORK_PASSWORD_FILE exclude each other; unset one")
        }
    }

    // MARK: - The rest

    package func domain() throws(ToolError) -> Domain? {
        guard let text = environment[.domain] else { return nil }
        do {
            return try Domain(text)
        } catch {
            throw .configuration(
                Environment.Variable.domain.name,
                "the domain \(Printable.withoutSecrets(text)) \(error)")
        }
    }

    private func applyEmit(to configuration: inout Configuration) throws(ToolError) {
        if !overrides.hostnames.isEmpty {
            configuration.emit.hostnames = try hostnames(
                overrides.hostnames, .flag("HOSTNAME"), configuration.domain)
        } else if let texts = environment.list(.hostname) {
            configuration.emit.hostnames = try hostnames(
                texts, .environment(.hostname), configuration.domain)
        }
        if !overrides.addresses.isEmpty {
            configuration.emit.addresses = try addresses(overrides.addresses, .flag("--address"))
            configuration.emit.addressesSource = "--address"
        } else if let texts = environment.list(.address) {
            configuration.emit.addresses = try addresses(texts, .environment(.address))
            configuration.emit.addressesSource = Environment.Variable.address.name
        }
        if let text = environment[.lease] {
            guard let lease = LeaseText.parse(text) else {
                throw SettingSource.environment(.lease).error(value: text, LeaseText.form)
            }
            configuration.emit.lease = lease
        }
    }

    func hostnames(
        _ texts: [String], _ source: SettingSource, _ domain: Domain
    ) throws(ToolError) -> [Hostname] {
        var hostnames: [Hostname] = []
        for text in texts {
            do {
                hostnames.append(try HostnameText.parse(text, in: domain))
            } catch {
                throw source.error(error.message)
            }
        }
        return hostnames
    }

    package func addresses(
        _ texts: [String], _ source: SettingSource
    ) throws(ToolError) -> [AddressChoice] {
        var choices: [AddressChoice] = []
        for text in texts {
            guard let choice = AddressChoice(text) else {
                throw source.error(
                    "\(Printable.withoutSecrets(text)) must be \(AddressChoice.form)")
            }
            if case .address(let address) = choice, let reason = address.unreachableReason {
                throw source.error("\(address) is \(reason.rawValue): nobody could reach it there")
            }
            choices.append(choice)
        }
        return choices
    }

    package func logLevel() throws(ToolError) -> Logger.Level? {
        let flag = overrides.logLevel.map { ($0, SettingSource.flag("--log-level")) }
        let variable = environment[.logLevel].map { ($0, SettingSource.environment(.logLevel)) }
        guard let (text, source) = flag ?? variable else { return nil }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw source.error(value: text, "one of \(levels)")
        }
        return level
    }
}

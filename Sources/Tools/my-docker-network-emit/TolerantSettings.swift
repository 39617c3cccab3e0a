internal import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram

/// The values of the environment and the flags, without those that are wrong: for a program that
/// must not fail for a value.
///
/// A file that is wrong is wrong as a whole, and can be put right while the program runs.
package struct TolerantSettings: Sendable {
    /// Reads what is left.
    package private(set) var loader: ConfigurationLoader
    /// The values that are wrong; a value that has a default has it then.
    package private(set) var faults: [ToolError] = []
    /// The values that were made valid, each as one line.
    package private(set) var repairs: [String] = []
    /// Whether anything that can be announced is left: where each name, address or URL that was
    /// said is wrong, the default would be another than the one that was meant.
    package private(set) var canAnnounce = true

    /// Looks at every value.
    package init(_ loader: ConfigurationLoader) {
        self.loader = loader
        dropWrongDomain()
        dropWrongLevel()
        dropWrongLease()
        repairHostnames()
        dropWrongAddresses()
        dropWrongURLs()
    }

    private mutating func dropWrongDomain() {
        let loader = loader
        guard note(Self.fault { () throws(ToolError) in _ = try loader.domain() }) else { return }
        self.loader.environment = loader.environment.replacing(.domain, by: nil)
    }

    private mutating func dropWrongLevel() {
        // The flag stands before the variable, which may be wrong as well.
        for _ in 1...2 {
            let loader = loader
            guard note(Self.fault { () throws(ToolError) in _ = try loader.logLevel() }) else {
                return
            }
            if loader.overrides.logLevel != nil {
                self.loader.overrides.logLevel = nil
            } else {
                self.loader.environment = loader.environment.replacing(.logLevel, by: nil)
            }
        }
    }

    private mutating func dropWrongLease() {
        guard let text = loader.environment[.lease], LeaseText.parse(text) == nil else { return }
        faults.append(SettingSource.environment(.lease).error(value: text, LeaseText.form))
        loader.environment = loader.environment.replacing(.lease, by: nil)
    }

    private mutating func repairHostnames() {
        let flags = loader.overrides.hostnames
        if !flags.isEmpty {
            loader.overrides.hostnames = rightHostnames(flags, .flag("--hostname"))
            if loader.overrides.hostnames.isEmpty { canAnnounce = false }
        } else if let texts = loader.environment.list(.hostname) {
            replace(.hostname, rightHostnames(texts, .environment(.hostname)))
        }
    }

    private mutating func rightHostnames(_ texts: [String], _ source: SettingSource) -> [String] {
        let domain = (try? loader.domain()) ?? .docker
        var right: [String] = []
        for text in texts {
            do {
                _ = try HostnameText.parse(text, in: domain)
                right.append(text)
            } catch {
                if let hostname = HostnameText.repaired(text, in: domain) {
                    let notice = HostnameText.repairNotice(text, hostname)
                    repairs.append("\(source.name): \(notice)")
                    right.append(hostname.name)
                } else {
                    faults.append(source.error(error.message))
                }
            }
        }
        return right
    }

    private mutating func dropWrongAddresses() {
        let flags = loader.overrides.addresses
        if !flags.isEmpty {
            loader.overrides.addresses = rightAddresses(flags, .flag("--address"))
            if loader.overrides.addresses.isEmpty { canAnnounce = false }
        } else if let texts = loader.environment.list(.address) {
            replace(.address, rightAddresses(texts, .environment(.address)))
        }
    }

    private mutating func rightAddresses(_ texts: [String], _ source: SettingSource) -> [String] {
        let loader = loader
        var right: [String] = []
        for text in texts {
            let fault = Self.fault { () throws(ToolError) in
                _ = try loader.addresses([text], source)
            }
            if !note(fault) { right.append(text) }
        }
        return right
    }

    private mutating func dropWrongURLs() {
        let loader = loader
        guard let (texts, source) = loader.urls() else { return }
        var right: [String] = []
        for text in texts {
            let fault = Self.fault { () throws(ToolError) in
                _ = try loader.parse(text, from: source)
            }
            if !note(fault) { right.append(text) }
        }
        switch source {
        case .flag:
            self.loader.overrides.urls = right
            if right.isEmpty { canAnnounce = false }
        case .environment(let variable): replace(variable, right)
        }
    }

    private mutating func replace(_ variable: Environment.Variable, _ texts: [String]) {
        loader.environment = loader.environment.replacing(
            variable, by: texts.isEmpty ? nil : texts.joined(separator: ","))
        if texts.isEmpty { canAnnounce = false }
    }

    /// Notes a fault, and returns whether there is one.
    private mutating func note(_ fault: ToolError?) -> Bool {
        guard let fault else { return false }
        faults.append(fault)
        return true
    }

    private static func fault(_ check: () throws(ToolError) -> Void) -> ToolError? {
        do {
            try check()
            return nil
        } catch {
            return error
        }
    }
}

internal import DockerNetwork
internal import DockerNetworkProgram

extension ConfigurationReader {
    /// Reads `[policy]`.
    func read(policy table: SettingsTable) throws(ToolError) -> Policy {
        try table.expectKeys([
            "conflicts", "allowed-networks", "allowed-names", "reserved-names", "require-origin",
            "names-per-instance", "names-per-user", "names-in-all", "addresses-per-hostname",
            "hostnames-per-address", "users",
        ])
        var policy = Configuration.defaultPolicy
        if let conflicts = try table.choice("conflicts", as: Policy.Conflicts.self) {
            policy.conflicts = conflicts
        }
        if let networks = try table.networks("allowed-networks") {
            policy.allowedNetworks = networks
        }
        if let names = try patterns("allowed-names", of: table) { policy.allowedNames = names }
        if let names = try patterns("reserved-names", of: table) { policy.reservedNames = names }
        if let isRequired = try table.boolean("require-origin") {
            policy.requiresOrigin = isRequired
        }
        try read(limitsOf: table, into: &policy)
        if let users = try table.table("users") { policy.users = try read(users: users) }
        return policy
    }

    private func read(
        limitsOf table: SettingsTable, into policy: inout Policy
    ) throws(ToolError) {
        if let limit = try table.integer("names-per-instance", in: 1...1_000_000) {
            policy.namesPerInstance = limit
        }
        if let limit = try table.integer("names-per-user", in: 1...10_000_000) {
            policy.namesPerUser = limit
        }
        if let limit = try table.integer("names-in-all", in: 1...10_000_000) {
            policy.namesInAll = limit
        }
        if let limit = try table.integer("addresses-per-hostname", in: 1...1_000_000) {
            policy.addressesPerHostname = limit
        }
        if let limit = try table.integer("hostnames-per-address", in: 1...1_000_000) {
            policy.hostnamesPerAddress = limit
        }
    }

    /// Reads `[policy.users.NAME]`, the names being the users that transports vouch for.
    private func read(users table: SettingsTable) throws(ToolError) -> [String: Policy.User] {
        var users: [String: Policy.User] = [:]
        for name in table.keys {
            guard let user = try table.table(name) else { continue }
            try user.expectKeys(["allowed-names"])
            users[name] = Policy.User()
            if let names = try patterns("allowed-names", of: user) {
                users[name] = Policy.User(allowedNames: names)
            }
        }
        return users
    }

    private func patterns(
        _ key: String, of table: SettingsTable
    ) throws(ToolError) -> [NamePattern]? {
        try table.list(key, Self.patternForm) { NamePattern($0) }
    }
}

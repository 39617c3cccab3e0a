internal import DockerNetwork
internal import DockerNetworkProgram

extension ConfigurationReader {
    /// Reads `[emit]`.
    func read(
        emit table: SettingsTable, into settings: inout EmitSettings, domain: Domain
    ) throws(ToolError) {
        try table.expectKeys(["hostnames", "addresses", "lease"])
        let hostnames = try table.list("hostnames", "a hostname such as \"web\"") { text in
            try? Hostname(text, in: domain)
        }
        if let hostnames { settings.hostnames = hostnames }
        if let addresses = try table.list("addresses", AddressChoice.form, AddressChoice.init) {
            guard !addresses.isEmpty else { throw table.error("addresses", "must not be empty") }
            settings.addresses = addresses
            settings.addressesSource = "\(table.location(of: "addresses")): addresses"
        }
        if let lease = try table.value("lease", LeaseText.form, LeaseText.parse) {
            settings.lease = lease
        }
    }
}

package import DockerNetwork

/// Hostnames as people write them.
package enum HostnameText {
    /// Reads a hostname.
    ///
    /// - Throws: What is wrong, as one line without a secret.
    package static func parse(
        _ text: String, in domain: Domain
    ) throws(HostnameTextError) -> Hostname {
        do {
            return try Hostname(text, in: domain)
        } catch {
            throw HostnameTextError(
                message: "the hostname \(Printable.withoutSecrets(text)) \(error)")
        }
    }

    /// The names an emitter announces: those that are said, else the machine's.
    ///
    /// - Throws: `ToolError` (78) where the machine's name is no hostname.
    package static func announced(
        _ settings: EmitSettings, in domain: Domain
    ) throws(ToolError) -> [Hostname] {
        guard settings.hostnames.isEmpty else { return settings.hostnames }
        do {
            return [try parse(MachineName.current(), in: domain)]
        } catch {
            throw .configuration(
                "the machine's name", "\(error.message); name the hostnames to announce")
        }
    }
}

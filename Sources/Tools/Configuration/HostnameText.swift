package import DockerNetwork
package import DockerNetworkProgram
internal import DockerNetworkSystem

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

    /// Makes a hostname of a text that can mean only one: `My_App.` is `my-app`.
    ///
    /// A dot at the end goes, an underscore is a hyphen, and a label has no hyphen at its ends.
    ///
    /// - Returns: The hostname; nil where the text has other characters, or is too long.
    package static func repaired(_ text: String, in domain: Domain) -> Hostname? {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        let hyphen = UInt8(ascii: "-")
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { label in
                var label = label.map { $0 == UInt8(ascii: "_") ? hyphen : $0 }[...]
                label = label.drop { $0 == hyphen }
                while label.last == hyphen { label.removeLast() }
                return label
            }
        return try? Hostname(utf8: Array(labels.joined(separator: [UInt8(ascii: ".")])), in: domain)
    }

    /// Returns the text about a name that was made valid.
    package static func repairNotice(_ text: String, _ hostname: Hostname) -> String {
        "\(Printable.withoutSecrets(text)) is no hostname; announced as '\(hostname)'"
    }

    /// The names an emitter announces: those that are said, else the machine's, made valid where
    /// it can mean only one name.
    ///
    /// - Returns: The names, and one line where the machine's was made valid.
    /// - Throws: `ToolError` (78) where the machine's name is no hostname.
    package static func announced(
        _ settings: EmitSettings, in domain: Domain, machine: String = MachineName.current()
    ) throws(ToolError) -> (names: [Hostname], notice: String?) {
        guard settings.hostnames.isEmpty else { return (settings.hostnames, nil) }
        do {
            return ([try parse(machine, in: domain)], nil)
        } catch {
            if let hostname = repaired(machine, in: domain) {
                return ([hostname], "the machine's name \(repairNotice(machine, hostname))")
            }
            throw .configuration(
                "the machine's name", "\(error.message); name the hostnames to announce")
        }
    }
}

/// A reason why a text is no hostname.
package struct HostnameTextError: Error, Hashable, Sendable {
    /// One line.
    package var message: String
}

internal import DockerNetworkProgram

/// A failover list that leads from an encrypted transport to a plain one: whoever closes the port of
/// the first gets the password in the clear.
enum PlainFailover {
    /// Checks each list of transports that stand in for each other.
    ///
    /// - Parameters:
    ///   - transports: In order of preference.
    ///   - program: An emitter fails over from each to the next, a host within their groups.
    ///   - source: Where the URLs come from; nil: the configuration file.
    ///   - file: That file.
    /// - Throws: `ToolError` that names the plain one.
    static func check(
        _ transports: [TransportSettings], of program: Program, from source: SettingSource?,
        file: String?
    ) throws(ToolError) {
        var encrypted: [String: EndpointURL] = [:]
        for settings in transports {
            let list = program == .emitter ? "" : settings.group
            if settings.isEncrypted {
                encrypted[list] = encrypted[list] ?? settings.url
            } else if let first = encrypted[list], settings.hasBroker,
                !settings.allowsPlain
            {
                throw error(from: first, to: settings.url, source, file)
            }
        }
    }

    private static func error(
        from first: EndpointURL, to second: EndpointURL, _ source: SettingSource?, _ file: String?
    ) -> ToolError {
        let message =
            "\(second) is not encrypted and would stand in for \(first); use \(second.scheme)s, leave it "
            + "out, or set allow-plain = true on it in the configuration file"
        return source?.error(message) ?? .configuration(file ?? "transports", "the url \(message)")
    }
}

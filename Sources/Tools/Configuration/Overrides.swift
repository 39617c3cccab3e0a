/// The values of the flags, which win over everything else; nil or empty: the flag was not given.
package struct Overrides: Hashable, Sendable {
    /// `--config`.
    package var configurationFile: String?
    /// `--url`, each time it was given.
    package var urls: [String]
    /// `--log-level`.
    package var logLevel: String?
    /// The hostnames on the command line.
    package var hostnames: [String]
    /// `--address`, each time it was given.
    package var addresses: [String]

    /// Creates one from its parts.
    package init(
        configurationFile: String? = nil, urls: [String] = [], logLevel: String? = nil,
        hostnames: [String] = [], addresses: [String] = []
    ) {
        self.configurationFile = configurationFile
        self.urls = urls
        self.logLevel = logLevel
        self.hostnames = hostnames
        self.addresses = addresses
    }
}

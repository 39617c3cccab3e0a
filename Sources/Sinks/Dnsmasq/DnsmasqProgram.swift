import DockerNetworkSystem

/// The dnsmasq that is installed, asked for its version (dnsmasq(8), `--version`).
enum DnsmasqProgram {
    /// It takes a few milliseconds, or more on a machine that is busy; what takes so long is no
    /// dnsmasq.
    private static let patience: Duration = .seconds(3)
    /// More than a dnsmasq says.
    private static let mostBytes = 4_096

    /// Runs it and reads what it says.
    ///
    /// - Parameter path: The program.
    /// - Returns: Its version; nil: it cannot be run, says none, or not in time.
    static func version(of path: String) -> DnsmasqVersion? {
        let output = ProgramOutput.of(
            [path, "--version"], within: patience, mostBytes: mostBytes, includesErrors: false)
        return version(in: output.text)
    }

    /// The word behind the first `version`.
    static func version(in text: String) -> DnsmasqVersion? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let index = words.firstIndex(of: "version"), index + 1 < words.count else {
            return nil
        }
        return DnsmasqVersion(words[index + 1])
    }
}

internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// What `run` and `exec` take: how long a name holds, and who is told that it is heard.
struct LastingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long the names hold without being renewed (default: 30s).", valueName: "time"))
    var lease: String?

    @Option(
        help: ArgumentHelp(
            "Make this empty file when a host hears it first; one that is there is removed before.",
            valueName: "file"))
    var readyFile: String?

    /// The file to make, removed where it is there; nil where none was asked for.
    ///
    /// - Returns: The file, before a host hears it.
    /// - Throws: As `ReadyFile`.
    func prepareReadyFile() throws(ToolError) -> ReadyFile? {
        guard let readyFile else { return nil }
        return try ReadyFile(readyFile)
    }

    /// The lease of the option, or the configuration's.
    ///
    /// - Throws: `ToolError` (64) where it is none.
    func lease(in configuration: Configuration) throws(ToolError) -> Lease {
        let flag = try OptionValues.lease(lease)
        guard let lease = flag ?? configuration.emit.lease ?? EmitSettings.defaultLease else {
            throw SettingSource.flag("--lease").error("give one: \(LeaseText.form)")
        }
        return lease
    }
}

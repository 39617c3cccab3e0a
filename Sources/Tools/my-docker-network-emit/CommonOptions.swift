internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// What `up`, `down` and `run` take: what to announce, and how to get it out.
struct CommonOptions: ParsableArguments {
    @Argument(help: "The names to announce (default: this machine's hostname).")
    var hostnames: [String] = []

    @OptionGroup var announcement: AnnouncementOptions

    /// Reads what the file, the environment and these options say.
    func load() throws(ToolError) -> Configuration {
        try announcement.load(hostnames: hostnames)
    }
}

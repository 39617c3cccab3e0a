internal import ArgumentParser

/// What `up` and `down` take beside the common options.
struct OneShotOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Announce for this instance (a UUID), so that only it holds the name.",
            valueName: "id"))
    var instance: String?

    @Flag(help: "Return when a host says that it is done, or fail with the host's reason.")
    var wait = false

    @Option(
        help: ArgumentHelp(
            "How long all of it may take (default with --wait: 30s).", valueName: "time"))
    var timeout: String?

    @Option(
        help: ArgumentHelp(
            "How long to try again while no host listens (default: 3s).", valueName: "time"))
    var noHostTimeout: String?
}

internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSnippets

/// `my-docker-network print-config`.
struct PrintConfiguration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print-config",
        abstract: "Prints what the resolvers around the names have to be told.",
        discussion: """
            It is made from the configuration, printed and written nowhere:

              dnsmasq            a file for /etc/dnsmasq.d
              docker             keys for /etc/docker/daemon.json
              podman             a file for /etc/containers/containers.conf.d
              systemd-resolved   a unit for /etc/systemd/system
              networkmanager     a file for /etc/NetworkManager/dnsmasq.d
              unbound            a file for /etc/unbound/unbound.conf.d
              resolv.conf        /etc/resolv.conf
              oci-hook           a file for /usr/share/containers/oci/hooks.d

            With a sink of the kind "dns" everybody asks where it listens. With
            "dnsmasq" containers ask at the address of docker0, podman0 or
            cni-podman0 (the first that has one), the host at 127.0.0.1 (or where
            'server' says). --listen or --interface names others.

            Example:
              my-docker-network print-config dnsmasq --upstream 9.9.9.9
              my-docker-network print-config docker --listen 172.17.0.1
            """
    )

    @Argument(
        help: ArgumentHelp(
            "dnsmasq, docker, podman, systemd-resolved, networkmanager, unbound, resolv.conf or "
                + "oci-hook.",
            valueName: "for"))
    var kind: PrintedKind

    @Option(
        help: ArgumentHelp(
            "Where the server answers; may be repeated.", valueName: "address"))
    var listen: [String] = []

    @Option(
        help: ArgumentHelp(
            "The interface on which the server answers, and on the loopback.", valueName: "name"))
    var interface: String?

    @Option(
        help: ArgumentHelp(
            "Whom dnsmasq asks for other names, instead of a file; may be repeated.",
            valueName: "address"))
    var upstream: [String] = []

    @OptionGroup var options: CommonOptions

    func run() async throws {
        guard case .snippet(let kind) = kind else {
            StandardOutput.write(try HookFile.text(configuration: options.configurationFile))
            return
        }
        let request = SnippetRequest(
            kind, listen: listen, interface: interface, upstreams: upstream)
        let settings = try request.settings(
            try options.load(), interfaces: NetworkInterfaces.current(),
            resolvFile: UpstreamFile.current())
        StandardOutput.write(try Snippet.text(kind, settings))
    }
}

/// The things that can be printed.
enum PrintedKind: ExpressibleByArgument {
    /// The snippet that is made of the configuration.
    case snippet(SnippetKind)
    /// A hook for container runtimes.
    case hook

    private static let hookName = "oci-hook"

    init?(argument: String) {
        if argument == Self.hookName {
            self = .hook
        } else if let kind = SnippetKind(rawValue: argument) {
            self = .snippet(kind)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] {
        SnippetKind.allCases.map(\.rawValue) + [hookName]
    }
}

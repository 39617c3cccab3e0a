internal import ArgumentParser
internal import DockerNetworkProgram

/// The host's side: keeps the names that containers announce where a resolver reads them.
struct HostTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "my-docker-network",
        abstract: "Makes containers' hostnames resolve on this host.",
        discussion: """
            Containers announce themselves with my-docker-network-emit over a
            broker; 'serve' listens there and writes the names where dnsmasq
            reads them.

            Everything has a default; /etc/my-docker-network/config.toml changes
            it, environment variables (MY_DOCKER_NETWORK_URL and others) override
            the file, flags override both.

            As in 2014: my-docker-network --start [-D] [--emit-only], and --stop.

            Example:
              my-docker-network check-config
              my-docker-network serve --url amqp://host@127.0.0.1:5672/my-docker-network
            """,
        version: ProgramVersion.text,
        subcommands: subcommands
    )

    private static var subcommands: [any ParsableCommand.Type] {
        var subcommands: [any ParsableCommand.Type] = [Serve.self, List.self]
        #if Admin
            subcommands += [Status.self, Watch.self, Doctor.self]
        #endif
        return subcommands + [
            Setup.self, Clean.self, CheckConfiguration.self, PrintConfiguration.self, Start.self,
            Stop.self,
        ]
    }
}

#if Docker
    internal import DockerNetworkProgram

    /// `my-docker-network-emit hook`.
    struct Hook {
        static let subcommand = Subcommand(
            "hook",
            abstract: "Announces a container from outside, as a hook of its runtime.",
            discussion: """
                A runtime (runc, crun, by way of Podman or CRI-O) starts it at
                'createRuntime' and at 'poststop', and says on standard input which container
                is meant. Its hostname, where one was given, and the names in its annotation
                'my-docker-network.names' are announced without a lease, and withdrawn at its
                end. It ends with 0 whatever happens, and waits for nobody.

                Example:
                  my-docker-network print-config oci-hook \\
                    > /usr/share/containers/oci/hooks.d/my-docker-network.json
                """,
            options: AnnouncementOptions.all)

        let announcement: AnnouncementOptions

        init(_ arguments: CommandArguments) {
            announcement = AnnouncementOptions(arguments)
        }

        func run() throws(ToolError) {
            let configuration = try announcement.load(hostnames: [])
            try ContainerHook(configuration, options: announcement.passedOn).run()
        }
    }
#endif

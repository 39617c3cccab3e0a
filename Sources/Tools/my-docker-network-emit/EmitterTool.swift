internal import DockerNetworkProgram

/// A container's side: says who it is.
enum EmitterTool {
    /// The subcommands of the program.
    enum Verb: CaseIterable {
        case up
        case down
        case run
        case exec
        case doctor
        #if Docker
            case hook
        #endif

        /// Whether a runtime calls it, which fails a container whose hook fails.
        var isHook: Bool {
            #if Docker
                self == .hook
            #else
                false
            #endif
        }

        fileprivate var subcommand: Subcommand {
            switch self {
            case .up: Up.subcommand
            case .down: Down.subcommand
            case .run: Run.subcommand
            case .exec: Exec.subcommand
            case .doctor: Doctor.subcommand
            #if Docker
                case .hook: Hook.subcommand
            #endif
            }
        }
    }

    /// Its command line; the subcommands are those of all verbs, in their order.
    static var commandLine: CommandLineTool {
        CommandLineTool(
            "my-docker-network-emit",
            abstract: "Announces this container's hostname, so that it resolves.",
            discussion: """
                In a container the environment alone is enough:
                  MY_DOCKER_NETWORK_URL=amqp://emitter@gateway/my-docker-network
                  MY_DOCKER_NETWORK_PASSWORD_FILE=/run/secrets/my-docker-network

                Example:
                  my-docker-network-emit run
                  my-docker-network-emit exec -- my-server
                  my-docker-network-emit up web --address 172.17.0.2 --wait
                """,
            version: ProgramVersion.text, subcommands: Verb.allCases.map { $0.subcommand })
    }
}

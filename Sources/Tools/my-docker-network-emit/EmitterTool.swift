internal import ArgumentParser
internal import DockerNetworkProgram

/// A container's side: says who it is.
///
/// Each subcommand has its name written down: argument-parser would make it up from the type's at
/// every start of the program, whichever is used, in 0.2 ms each.
struct EmitterTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "my-docker-network-emit",
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
        version: ProgramVersion.text,
        subcommands: [Up.self, Down.self, Run.self, Exec.self, Doctor.self] + hooks
    )

    private static var hooks: [any ParsableCommand.Type] {
        #if Docker
            [Hook.self]
        #else
            []
        #endif
    }
}

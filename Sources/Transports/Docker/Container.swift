#if Docker
    import DockerNetwork

    /// A running container, as its engine describes it; everything here is the engine's word.
    struct Container: Hashable, Sendable {
        /// The kind of its network.
        enum NetworkMode: Hashable, Sendable {
            /// It has a network namespace of its own.
            case own
            /// It uses the machine's.
            case host
            /// It uses another container's, named by id or name.
            case container(String)
        }

        /// Its place on one network.
        struct Attachment: Hashable, Sendable {
            /// The network's name.
            var network: String
            /// Its addresses there.
            var addresses: [IPAddress] = []
            /// The names that other containers on the network know it by.
            var aliases: [String] = []
        }

        /// The result of the engine's check of its health.
        enum Health: Hashable, Sendable {
            /// It has no check.
            case unchecked
            /// The check succeeds.
            case healthy
            /// The check fails, or has not succeeded yet.
            case unhealthy
        }

        /// The id: 64 hexadecimal digits.
        var id: String
        /// The name, without a slash.
        var name = ""
        /// The hostname, given or made by the engine.
        var hostname = ""
        /// The kind of its network.
        var mode = NetworkMode.own
        /// The networks that it is on.
        var attachments: [Attachment] = []
        /// The labels that have a meaning here.
        var labels = ContainerLabels()
        /// The time when it started: milliseconds since 1970.
        var started: Int64 = 0
        /// The result of the engine's check.
        var health = Health.unchecked
        /// Whether it runs, paused or not.
        var isRunning = true
        /// Whether its first process is an emitter: then it speaks for itself.
        var hasEmitter = false
    }

    /// The labels of a container that have a meaning here.
    struct ContainerLabels: Hashable, Sendable {
        /// `my-docker-network.names`.
        var names: String?
        /// `my-docker-network.enable`.
        var enable: String?
        /// `com.docker.compose.project`.
        var project: String?
        /// `com.docker.compose.service`.
        var service: String?
        /// `com.docker.compose.oneoff`: made by `docker compose run`, and no part of the service.
        var oneOff: String?

        /// Whether the container is kept out.
        var isDisabled: Bool { enable.map { !Self.isTrue($0) } ?? false }

        /// Whether it has one of this project's labels that asks for names.
        var asksForNames: Bool { !isDisabled && (names != nil || enable != nil) }

        /// Its Compose project and service, if it is one of the service's containers.
        var composeService: (project: String, service: String)? {
            guard let project, let service, !(oneOff.map(Self.isTrue) ?? false) else { return nil }
            return (project, service)
        }

        /// Anything but a common word for no counts as yes.
        private static func isTrue(_ text: String) -> Bool {
            !["false", "0", "no", "off", "f"].contains(text.lowercased())
        }
    }
#endif

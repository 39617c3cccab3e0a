package import DockerNetworkProgram

/// One place to connect to.
package struct TransportSettings: Hashable, Sendable {
    /// How a host's queue lives at the broker.
    package enum Queue: String, Hashable, Sendable, CaseIterable {
        /// It keeps what comes while the host is away.
        case durable
        /// It goes with the connection, as in 2014.
        case exclusive
    }

    /// Where; its password, if it had one, is in `password`.
    package var url: EndpointURL
    /// Where the password comes from.
    package var password: PasswordSource
    /// How a host's queue lives.
    package var queue: Queue
    /// How often each side shows that it is there: whole seconds, 1 to 600.
    package var heartbeat: Duration
    /// How soon after a message a host looks for the next, where it looks: 10 ms to 60 s.
    package var fastestPoll: Duration
    /// How soon it looks when nothing comes: `fastestPoll` to 60 s.
    package var slowestPoll: Duration
    /// The authorities that a broker's certificate is checked against; nil: the system's.
    package var authorityFile: String?
    /// The certificate shown to the broker, and its key; both or neither.
    package var certificate: Certificate?
    /// How a host offers the socket, where the URL names one.
    package var socket = SocketSettings()
    /// What is announced of an engine's containers, where the URL names an engine.
    package var engine = EngineSettings()
    /// Whether it may stand in for an encrypted one although it is not encrypted itself.
    package var allowsPlain = false
    /// Transports of one group stand in for each other.
    package var group: String

    /// A certificate shown to the broker.
    package struct Certificate: Hashable, Sendable {
        /// The certificate's file (PEM).
        package var file: String
        /// Its key's file (PEM).
        package var keyFile: String

        /// Creates one from its parts.
        package init(file: String, keyFile: String) {
            self.file = file
            self.keyFile = keyFile
        }
    }

    /// What to say of an exclusive queue where nothing keeps a connection, as the end of a sentence.
    package static let queueNeedsConnection =
        "cannot be \"exclusive\" over HTTP, where no connection holds it; leave it \"durable\""

    /// A transport with every default.
    package init(url: EndpointURL, password: PasswordSource = .default) {
        self.url = url
        self.password = password
        queue = .durable
        heartbeat = .seconds(10)
        fastestPoll = .milliseconds(50)
        slowestPoll = .seconds(1)
        group = Self.group(of: url)
    }

    /// A socket is no way to the broker, nor is an engine: each is a group of its own.
    static func group(of url: EndpointURL) -> String {
        url.hasSocket || url.isEngine ? "\(url)" : "broker"
    }

    /// What a program connects to that is told nothing.
    package static func `default`(for program: Program) -> Self {
        let url =
            switch program {
            case .host:
                EndpointURL(
                    scheme: "amqp", user: "host", host: "127.0.0.1", port: 5672,
                    virtualHost: "my-docker-network")
            case .emitter:
                EndpointURL(
                    scheme: "amqp", user: "emitter", host: EndpointURL.gatewayHost,
                    virtualHost: "my-docker-network")
            }
        return Self(url: url)
    }
}

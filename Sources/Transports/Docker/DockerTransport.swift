#if Docker
    public import DockerNetwork
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// Brings the names of containers that know nothing of this project, by watching their engine's
    /// API: Docker's, which Podman speaks too.
    ///
    /// It only reads: `GET /version`, `/containers/json`, `/containers/ID/json` and `/events`.
    ///
    /// At each connection it opens the stream of events, then asks for the list of all containers;
    /// from then on an event makes it inspect one container. It asks for the list again every third
    /// of the lease, and renews all names: what events did not tell is right then.
    ///
    /// - **Whose a name is.** Each container is an instance, made of its id, with the start that the
    ///   engine says. A network alias and a Compose service are instances that several containers
    ///   share, so that the name leads to all of them whatever `Policy.conflicts` says.
    /// - **A container with an emitter** is the emitter's. Where its first process is
    ///   `my-docker-network-emit`, nothing is announced of it here; an emitter that comes otherwise
    ///   started later than its container, and takes the name at that address.
    /// - **What comes from the engine** may have been chosen by whoever runs containers there. Of each
    ///   answer no more is kept than a name needs, of at most 10,000 containers; a request takes at
    ///   most `requestTimeout`. An engine that is slow, gone or broken ends the connection.
    public struct DockerTransport: AnnouncementSource {
        /// The place of the engine, and what is announced.
        let configuration: DockerConfiguration

        /// Describes a connection; nothing happens until one is opened.
        public init(_ configuration: DockerConfiguration) {
            self.configuration = configuration
        }

        /// The socket or the host.
        public var endpoint: String { configuration.endpoint }

        /// Every host sees every container, and can ask for all of them again.
        public var capabilities: TransportCapabilities { [.fanout, .resync] }

        /// Connects, agrees on a version of the API, and opens the stream of events.
        ///
        /// - Throws: `TransportError`, as ``AnnouncementSource`` says: `.refused` where this user may
        ///   not open the socket.
        public func openSubscription(
            _ options: SubscriptionOptions
        ) async throws(TransportError) -> any Subscription {
            let sleeper = try TransferSleeper()
            let connection = Connection(
                to: endpoint, on: try ConnectionThread("docker-net-http", sleeper)
            ) { [configuration] () throws(TransportError) in
                try EngineLink(configuration, options, on: sleeper)
            }
            return try await ConnectionSubscription(opening: connection)
        }
    }
#endif

#if RabbitMQManagement
    public import DockerNetwork
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// Carries announcements over a RabbitMQ broker's management API (HTTP) by way of libcurl: for where
    /// AMQP is blocked, and the API is not.
    ///
    /// The messages are the same as over AMQP, and so are exchange and queue: what was sent over one is
    /// received over the other. What differs:
    ///
    /// - **Emitters** hear neither receipts nor resync requests. A publication's outcome comes from the
    ///   broker's `routed`.
    /// - **Hosts** look into their queue again and again (`fastestPoll` to `slowestPoll`), leave what
    ///   they find in its place (`ack_requeue_true`), and remove it once it is acknowledged
    ///   (`ack_requeue_false`, which gives back what it removes). So a host that dies between the two
    ///   gets it again, and loses nothing. The API has no acknowledgement of single messages, which
    ///   leaves these gaps:
    ///   - What is acknowledged stays in the queue while something older is not, and comes again after a
    ///     restart. It then counts once: by its sequence, or its `messageID`.
    ///   - Where the oldest messages expire just between the two, a message that was not seen yet may be
    ///     removed in their place. It is delivered, but would be lost if the host died in that moment.
    ///     What has a lease is announced again anyway; anything else is lost only so.
    ///   - At most 5,000 messages are held that are not acknowledged; then nothing more comes, until the
    ///     sinks have caught up.
    /// - **Another consumer** of the queue would take what comes. At its start a host closes the AMQP
    ///   connection that its own predecessor left behind (known by its name), where the user may. While
    ///   the broker reports any consumer, no probe comes back: the host counts as deaf, and no lease
    ///   ends. The broker's report lags behind by up to five seconds.
    /// - **Two services of one host name** are told apart from a predecessor only over AMQP: over HTTP
    ///   two of them take each other's messages. Give each a name of its own.
    ///
    /// - **What stands between**: a proxy is taken from the environment, as curl's users expect
    ///   (`http_proxy` in lower case alone, `https_proxy`, `all_proxy`, `no_proxy`); with `https` it only
    ///   sees a tunnel. It, or whatever answers in the broker's place, can cut, delay or bloat answers, and
    ///   then makes the connection end with an error, but cannot make it wait or grow: a request takes at
    ///   most `requestTimeout`, an answer's headers at most 256 KiB, its body at most 1 MiB, or 8 MiB where
    ///   it holds messages; what is longer is cut off there. No compression is asked for, and none is undone, so that a limit on what comes
    ///   in is one on what it becomes. Redirects are not followed. Without TLS it can also read the password
    ///   and change what is announced. HTTP/2 is spoken over TLS where the server offers it.
    ///
    /// The user needs the `management` tag, and the same permissions as over AMQP.
    public struct RabbitMQManagementTransport: Transport {
        /// The place of the API, and who connects.
        let configuration: RabbitMQManagementConfiguration

        /// Describes a connection; nothing happens until one is opened.
        public init(_ configuration: RabbitMQManagementConfiguration) {
            self.configuration = configuration
        }

        /// The API's URL without the password.
        public var endpoint: String { configuration.endpoint }

        /// Every host gets everything, and what comes while it is away waits for it.
        public var capabilities: TransportCapabilities { [.fanout, .durable] }

        /// Connects as an emitter, and checks that user and virtual host are right.
        ///
        /// When it publishes, it declares the exchange if that is missing and the user may do so.
        ///
        /// - Throws: `TransportError`, as `Transport` says.
        public func openPublisher(
            _ options: PublisherOptions
        ) async throws(TransportError) -> any Publisher {
            let sleeper = try TransferSleeper()
            let connection = Connection(
                to: endpoint, on: try ConnectionThread("docker-net-http", sleeper)
            ) { [configuration] () throws(TransportError) in
                try PublisherLink(configuration, within: options.timeout, on: sleeper)
            }
            return try await ConnectionPublisher(
                opening: connection, capabilities: capabilities, user: configuration.user)
        }

        /// Connects as a host: declares the exchanges and the queue, binds, and ends a predecessor's
        /// consumer.
        ///
        /// - Throws: `TransportError`, as `Transport` says.
        public func openSubscription(
            _ options: SubscriptionOptions
        ) async throws(TransportError) -> any Subscription {
            let sleeper = try TransferSleeper()
            let connection = Connection(
                to: endpoint, on: try ConnectionThread("docker-net-http", sleeper)
            ) { [configuration] () throws(TransportError) in
                try SubscriptionLink(configuration, options, on: sleeper)
            }
            return try await ConnectionSubscription(opening: connection)
        }
    }
#endif

#if RabbitMQ
    public import DockerNetwork
    import DockerNetworkConnection

    /// Carries announcements over a RabbitMQ broker (AMQP 0-9-1) by way of librabbitmq.
    ///
    /// Every connection has one thread of its own, which touches the C library alone, waits for
    /// the socket and for calls at once, and ends with the connection.
    ///
    /// One exception to what `Publisher` says: after `.noHost` (no exchange, because no host has
    /// declared it since the broker started) the connection is still good, and the next publish
    /// tries again on it.
    public struct RabbitMQTransport: Transport {
        /// The place of the broker, and who connects.
        package let configuration: RabbitMQConfiguration

        /// Describes a connection; nothing happens until one is opened.
        public init(_ configuration: RabbitMQConfiguration) {
            self.configuration = configuration
        }

        /// The broker's URL without the password.
        public var endpoint: String { configuration.endpoint }

        /// The broker drops a dead connection after at most three heartbeats.
        public var takeoverTime: Duration { configuration.heartbeat * 3 }

        /// Everything; `durable` where the host's queue is.
        public var capabilities: TransportCapabilities {
            configuration.queue == .durable
                ? [.receipts, .resync, .fanout, .durable] : [.receipts, .resync, .fanout]
        }

        /// Connects as an emitter; it declares neither the exchange nor a host's queue.
        ///
        /// - Throws: `TransportError`, as `Transport` says.
        public func openPublisher(
            _ options: PublisherOptions
        ) async throws(TransportError) -> any Publisher {
            let connection = Connection(
                to: endpoint, on: try ConnectionThread("docker-net-amqp", SocketSleeper())
            ) { [configuration] () throws(TransportError) in
                try PublisherLink(configuration, options)
            }
            return try await ConnectionPublisher(
                opening: connection, capabilities: capabilities, user: configuration.user)
        }

        /// Connects as a host: declares the exchanges and the queue, binds, and consumes.
        ///
        /// - Throws: `TransportError`, as `Transport` says.
        public func openSubscription(
            _ options: SubscriptionOptions
        ) async throws(TransportError) -> any Subscription {
            let connection = Connection(
                to: endpoint, on: try ConnectionThread("docker-net-amqp", SocketSleeper())
            ) { [configuration] () throws(TransportError) in
                try SubscriptionLink(configuration, options)
            }
            return try await ConnectionSubscription(opening: connection)
        }
    }
#endif

#if RabbitMQ
    public import DockerNetwork
    import DockerNetworkBroker

    /// The place of a RabbitMQ broker, who connects to it, and how.
    ///
    /// Making one checks nothing and contacts nobody; what cannot be is refused with
    /// `TransportError.Code.configuration` when a connection is opened.
    public struct RabbitMQConfiguration: Sendable {
        /// The lifetime of a host's queue.
        public enum QueueKind: String, Hashable, Sendable, CaseIterable {
            /// Named after the host and kept while the host is away, so that it misses nothing.
            case durable
            /// Gone with its connection, as in 2014.
            case exclusive
        }

        /// Asked at each connect, on the connection's own thread, so it may read a file.
        public typealias PasswordProvider = @Sendable () throws(TransportError) -> String

        /// A name, an IPv4 or IPv6 address without brackets, or `gateway`: the default route's
        /// gateway, looked up at each connect.
        public var host: String
        /// The port, or nil for 5672, and 5671 with TLS.
        public var port: UInt16?
        /// The user; at most 255 bytes.
        public var user: String
        /// Gives the password.
        public var password: PasswordProvider
        /// The virtual host, at most 255 bytes.
        public var virtualHost: String
        /// The lifetime of a host's queue.
        public var queue: QueueKind
        /// The interval at which each side proves that it lives: whole seconds, 1 to 3,600.
        ///
        /// A silent peer is noticed after two to three of them.
        public var heartbeat: Duration
        /// TLS 1.2 or newer with verification, or nil for none.
        public var security: TransportSecurity?
        /// The timeout of the connection, the handshake and each declaration, each for itself.
        public var connectTimeout: Duration
        /// The time that the broker may take to confirm what one call published.
        public var publishTimeout: Duration

        /// Creates one; what is not given has its default.
        public init(
            host: String, port: UInt16? = nil, user: String, password: @escaping PasswordProvider,
            virtualHost: String, queue: QueueKind = .durable, heartbeat: Duration = .seconds(10),
            security: TransportSecurity? = nil, connectTimeout: Duration = .seconds(5),
            publishTimeout: Duration = .seconds(10)
        ) {
            self.host = host
            self.port = port
            self.user = user
            self.password = password
            self.virtualHost = virtualHost
            self.queue = queue
            self.heartbeat = heartbeat
            self.security = security
            self.connectTimeout = connectTimeout
            self.publishTimeout = publishTimeout
        }
    }

    extension RabbitMQConfiguration {
        /// The port that is connected to.
        var effectivePort: UInt16 { port ?? (security == nil ? 5672 : 5671) }

        /// The URL that it connects to, without the password (RFC 3986).
        var endpoint: String {
            let scheme = security == nil ? "amqp" : "amqps"
            let shownHost = host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(user.percentEncoded)@\(shownHost):\(effectivePort)/"
                + virtualHost.percentEncoded
        }
    }
#endif

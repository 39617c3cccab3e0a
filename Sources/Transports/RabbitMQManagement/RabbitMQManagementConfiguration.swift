#if RabbitMQManagement
    public import DockerNetwork
    import DockerNetworkBroker

    /// The place of a RabbitMQ broker's management API, who connects to it, and how.
    ///
    /// Making one checks nothing and contacts nobody; what cannot be is refused with
    /// `TransportError.Code.configuration` when a connection is opened.
    public struct RabbitMQManagementConfiguration: Sendable {
        /// Asked at each connect, on the connection's own thread, so it may read a file.
        public typealias PasswordProvider = @Sendable () throws(TransportError) -> String

        /// A name, an IPv4 or IPv6 address without brackets, or `gateway`: the default route's
        /// gateway, looked up at each connect.
        public var host: String
        /// The port, or nil for 15672, and 15671 with TLS.
        public var port: UInt16?
        /// The user, at most 255 bytes and without a colon (RFC 7617); it needs the `management` tag.
        public var user: String
        /// Gives the password.
        public var password: PasswordProvider
        /// The virtual host, at most 255 bytes.
        public var virtualHost: String
        /// The segments of the management's `path_prefix`, before `/api/`; usually none.
        public var pathPrefix: [String]
        /// TLS 1.2 or newer with verification, or nil for none.
        public var security: TransportSecurity?
        /// The time between two looks of a host into its queue right after a message: 1 ms to
        /// `slowestPoll`.
        public var fastestPoll: Duration
        /// The time between two looks when nothing has come for a while: up to a minute.
        public var slowestPoll: Duration
        /// The time that the connection and the handshake may take: 1 ms to an hour.
        public var connectTimeout: Duration
        /// The time that one request may take in all: 1 ms to an hour.
        public var requestTimeout: Duration

        /// Creates one; what is not given has its default.
        public init(
            host: String, port: UInt16? = nil, user: String, password: @escaping PasswordProvider,
            virtualHost: String, pathPrefix: [String] = [], security: TransportSecurity? = nil,
            fastestPoll: Duration = .milliseconds(50), slowestPoll: Duration = .seconds(1),
            connectTimeout: Duration = .seconds(5), requestTimeout: Duration = .seconds(10)
        ) {
            self.host = host
            self.port = port
            self.user = user
            self.password = password
            self.virtualHost = virtualHost
            self.pathPrefix = pathPrefix
            self.security = security
            self.fastestPoll = fastestPoll
            self.slowestPoll = slowestPoll
            self.connectTimeout = connectTimeout
            self.requestTimeout = requestTimeout
        }
    }

    extension RabbitMQManagementConfiguration {
        /// The port that is connected to.
        var effectivePort: UInt16 { port ?? (security == nil ? 15672 : 15671) }

        /// The scheme of the URL.
        var scheme: String { security == nil ? "http" : "https" }

        /// The URL that it connects to, without the password (RFC 3986).
        var endpoint: String {
            let shownHost = host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(user.percentEncoded)@\(shownHost):\(effectivePort)/"
                + (pathPrefix + [virtualHost]).map(\.percentEncoded).joined(separator: "/")
        }
    }
#endif

#if RabbitMQManagement || Docker
    package import DockerNetwork
    package import DockerNetworkConnection

    /// The place of an HTTP server, who connects to it, and how: checked, and looked up.
    package struct HTTPSettings {
        /// The way to the server.
        package enum Place {
            /// A Unix socket's path.
            case socket(String)
            /// A host and a port.
            case host(HostConnector)
        }

        /// A user and a password (RFC 7617).
        package struct Credentials {
            var user: String
            var password: String

            /// Creates one from its parts.
            package init(user: String, password: String) {
                self.user = user
                self.password = password
            }
        }

        /// The server for errors, without any secret.
        let endpoint: String
        /// Scheme, host, port and the path before a request's own.
        let base: String
        let place: Place
        /// Whether libcurl connects by itself: the environment names a proxy.
        let mayUseProxy: Bool
        let credentials: Credentials?
        let security: TransportSecurity?
        /// Milliseconds.
        let connectTimeout: Int
        /// Milliseconds.
        let requestTimeout: Int
        let userAgent: String

        /// Creates one from its parts.
        package init(
            endpoint: String, base: String, place: Place, mayUseProxy: Bool = false,
            credentials: Credentials? = nil, security: TransportSecurity? = nil,
            connectTimeout: Int,
            requestTimeout: Int, userAgent: String
        ) {
            self.endpoint = endpoint
            self.base = base
            self.place = place
            self.mayUseProxy = mayUseProxy
            self.credentials = credentials
            self.security = security
            self.connectTimeout = connectTimeout
            self.requestTimeout = requestTimeout
            self.userAgent = userAgent
        }
    }
#endif

#if RabbitMQManagement || Docker
    package import DockerNetworkConnection

    /// Where an HTTP server is, who connects to it, and how: checked, and looked up.
    package struct HTTPSettings {
        /// How the server is reached.
        package enum Place {
            /// A Unix socket's path.
            case socket(String)
            /// A host and a port.
            case host(HostConnector)
        }

        /// The files that TLS needs, all in PEM; with verification, 1.2 or newer.
        package struct Security: Hashable, Sendable {
            /// The certificates that may sign the server's; nil: those that libcurl was built with.
            package var certificateAuthorityFile: String?
            /// This client's certificate, where the server asks for one.
            package var certificateFile: String?
            /// The key of `certificateFile`, without a passphrase.
            package var keyFile: String?

            /// Creates one from its parts.
            package init(
                certificateAuthorityFile: String?, certificateFile: String?, keyFile: String?
            ) {
                self.certificateAuthorityFile = certificateAuthorityFile
                self.certificateFile = certificateFile
                self.keyFile = keyFile
            }
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
        let security: Security?
        /// Milliseconds.
        let connectTimeout: Int
        /// Milliseconds.
        let requestTimeout: Int
        let userAgent: String

        /// Joins the parts.
        package init(
            endpoint: String, base: String, place: Place, mayUseProxy: Bool = false,
            credentials: Credentials? = nil, security: Security? = nil, connectTimeout: Int,
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

#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A configuration that was checked, its password and its gateway looked up.
    struct ManagementSettings {
        /// The place to connect to, and how.
        let http: HTTPSettings
        let errorTexts: ManagementErrorTexts

        /// Checks and looks up; it may read files, so not on the cooperative pool.
        ///
        /// - Parameters:
        ///   - configuration: What is checked.
        ///   - limit: How long connecting, and each answer, may take, where that is less than the
        ///     configuration says.
        /// - Throws: `.configuration` that names what is wrong, or what the password's provider throws.
        init(
            _ configuration: RabbitMQManagementConfiguration, within limit: Duration? = nil
        ) throws(TransportError) {
            let errorTexts = ManagementErrorTexts(configuration)
            self.errorTexts = errorTexts
            func check(_ name: String, _ text: String) throws(TransportError) {
                guard !text.isEmpty, text.utf8.count <= 255, !text.utf8.contains(0) else {
                    throw errorTexts.error(
                        .configuration, "the \(name) must have 1 to 255 bytes, none of them zero")
                }
            }
            try check("host", configuration.host)
            try check("user", configuration.user)
            try check("virtual host", configuration.virtualHost)
            try Self.check(prefix: configuration.pathPrefix, errorTexts)
            // RabbitMQ takes them for a way up in the path, escaped or not (RFC 3986 section 5.2.4).
            guard configuration.virtualHost != ".", configuration.virtualHost != ".." else {
                throw errorTexts.error(
                    .configuration,
                    "over HTTP a virtual host cannot be named '.' or '..'; use another one")
            }
            guard !configuration.user.utf8.contains(UInt8(ascii: ":")) else {
                throw errorTexts.error(
                    .configuration, "over HTTP a user's name cannot have a colon; use another user")
            }
            let fastest = configuration.fastestPoll
            guard fastest >= .milliseconds(1), fastest <= configuration.slowestPoll,
                configuration.slowestPoll <= .seconds(60)
            else {
                throw errorTexts.error(
                    .configuration,
                    "the polling intervals must be at least 1 ms and at most a minute, "
                        + "the fastest no longer than the slowest")
            }
            let connectTimeout = try Self.milliseconds(
                configuration.connectTimeout, within: limit, errorTexts)
            let requestTimeout = try Self.milliseconds(
                configuration.requestTimeout, within: limit, errorTexts)
            if let problem = configuration.security?.problem {
                throw errorTexts.error(.configuration, problem)
            }
            let password = try configuration.password()
            guard !password.utf8.contains(0) else {
                throw errorTexts.error(.configuration, "the password must not have a zero byte")
            }
            let host = try DefaultGateway.resolving(configuration.host)
            // RFC 6874: the percent sign before an IPv6 address's zone is escaped.
            let shown =
                host.contains(":")
                ? "[\(host.split(separator: "%").joined(separator: "%25"))]" : host
            http = HTTPSettings(
                endpoint: configuration.endpoint,
                base: "\(configuration.scheme)://\(shown):\(configuration.effectivePort)"
                    + configuration.pathPrefix.map { "/" + $0.percentEncoded }.joined(),
                place: .host(HostConnector(host: host, port: configuration.effectivePort)),
                mayUseProxy: Self.mayUseProxy(configuration.scheme),
                credentials: HTTPSettings.Credentials(
                    user: configuration.user, password: password),
                security: configuration.security, connectTimeout: connectTimeout,
                requestTimeout: requestTimeout,
                userAgent: "\(Topology.exchange)/\(Topology.version)")
        }

        /// Whether the environment names a proxy for a scheme, as libcurl reads it; `http_proxy` in
        /// capitals could be a request's header in a CGI program.
        private static func mayUseProxy(_ scheme: String) -> Bool {
            let names =
                ["all_proxy", "ALL_PROXY"]
                + (scheme == "http" ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"])
            return names.contains { getenv($0).map { $0.pointee != 0 } ?? false }
        }

        private static func check(
            prefix: [String], _ errorTexts: ManagementErrorTexts
        ) throws(TransportError) {
            for segment in prefix
            where segment.isEmpty || segment == "." || segment == ".." || segment.utf8.contains(0) {
                throw errorTexts.error(
                    .configuration, "the path prefix must have no empty part, no '.' and no '..'")
            }
        }

        private static func milliseconds(
            _ duration: Duration, within limit: Duration?, _ errorTexts: ManagementErrorTexts
        ) throws(TransportError) -> Int {
            guard duration >= .milliseconds(1), duration <= .seconds(3600) else {
                throw errorTexts.error(.configuration, "a time-out must be from 1 ms to an hour")
            }
            return max(1, Int(min(duration, limit ?? duration) / .milliseconds(1)))
        }
    }
#endif

#if RabbitMQ
    import DockerNetwork
    import DockerNetworkBroker

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A configuration that was checked, its password and its gateway looked up.
    struct ConnectionSettings {
        let host: String
        let port: UInt16
        let user: String
        let password: String
        let virtualHost: String
        /// Seconds.
        let heartbeat: CInt
        let timeout: Duration
        let security: TransportSecurity?

        /// Checks and looks up; it may read files, so not on the cooperative pool.
        ///
        /// - Parameters:
        ///   - configuration: What is checked.
        ///   - limit: How long connecting may take, and how late a silent peer may be noticed, where
        ///     that is less than the configuration says.
        /// - Throws: `.configuration` that names what is wrong, or what the password's provider
        ///   throws.
        init(
            _ configuration: RabbitMQConfiguration, within limit: Duration?
        ) throws(TransportError) {
            let errorTexts = ErrorTexts(configuration)
            func check(_ name: String, _ text: String) throws(TransportError) {
                guard !text.isEmpty, text.utf8.count <= 255, !text.utf8.contains(0) else {
                    throw errorTexts.error(
                        .configuration, "the \(name) must have 1 to 255 bytes, none of them zero")
                }
            }
            try check("host", configuration.host)
            try check("user", configuration.user)
            try check("virtual host", configuration.virtualHost)
            let (seconds, fraction) = configuration.heartbeat.components
            guard fraction == 0, (1...3600).contains(seconds) else {
                throw errorTexts.error(
                    .configuration, "the heartbeat must be whole seconds from 1 to 3600")
            }
            guard configuration.connectTimeout > .zero, configuration.publishTimeout > .zero,
                configuration.connectTimeout <= .seconds(3600),
                configuration.publishTimeout <= .seconds(3600)
            else {
                throw errorTexts.error(
                    .configuration, "a time-out must be more than nothing and at most an hour")
            }
            security = Self.completed(configuration.security)
            if let problem = security?.problem {
                throw errorTexts.error(.configuration, problem)
            }
            user = configuration.user
            virtualHost = configuration.virtualHost
            port = configuration.effectivePort
            heartbeat = Self.heartbeat(seconds, within: limit)
            timeout = min(configuration.connectTimeout, limit ?? configuration.connectTimeout)
            password = try configuration.password()
            guard !password.utf8.contains(0) else {
                throw errorTexts.error(.configuration, "the password must not have a zero byte")
            }
            host = try DefaultGateway.resolving(configuration.host)
        }

        /// A broker that is busy may be late by a second, so it is never less than two.
        private static func heartbeat(_ seconds: Int64, within limit: Duration?) -> CInt {
            guard let limit else { return CInt(seconds) }
            return CInt(min(seconds, max(2, limit.components.seconds)))
        }

        /// The authorities that Debian trusts, unless others are named: librabbitmq trusts none.
        private static func completed(_ security: TransportSecurity?) -> TransportSecurity? {
            guard var security, security.certificateAuthorityFile == nil else { return security }
            security.certificateAuthorityFile = "/etc/ssl/certs/ca-certificates.crt"
            return security
        }
    }
#endif

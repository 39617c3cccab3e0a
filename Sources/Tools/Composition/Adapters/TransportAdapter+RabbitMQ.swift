#if RabbitMQ
    internal import DockerNetwork
    internal import DockerNetworkRabbitMQ

    extension TransportAdapter {
        /// AMQP by way of librabbitmq.
        package static let rabbitMQ = Self(schemes: ["amqp"], encryptedSchemes: ["amqps"]) {
            settings throws(ToolError) in
            RabbitMQTransport(configuration(settings))
        }

        private static func configuration(_ settings: TransportSettings) -> RabbitMQConfiguration {
            let url = settings.url
            let password = settings.password
            var configuration = RabbitMQConfiguration(
                host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                password: { () throws(TransportError) in
                    do throws(ToolError) {
                        return try password.read().password.reveal()
                    } catch {
                        throw TransportError(.configuration, error.message)
                    }
                },
                virtualHost: url.virtualHost, queue: queue(settings.queue),
                heartbeat: settings.heartbeat)
            guard url.scheme == "amqps" else { return configuration }
            var security = RabbitMQConfiguration.Security()
            if let file = settings.authorityFile { security.certificateAuthorityFile = file }
            security.certificateFile = settings.certificate?.file
            security.keyFile = settings.certificate?.keyFile
            configuration.security = security
            return configuration
        }

        private static func queue(
            _ queue: TransportSettings.Queue
        ) -> RabbitMQConfiguration.QueueKind {
            switch queue {
            case .durable: .durable
            case .exclusive: .exclusive
            }
        }
    }
#endif

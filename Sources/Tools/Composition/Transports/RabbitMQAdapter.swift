#if RabbitMQ
    package import DockerNetwork
    package import DockerNetworkConfiguration
    package import DockerNetworkProgram
    internal import DockerNetworkRabbitMQ

    /// AMQP by way of librabbitmq: `amqp://` and `amqps://`.
    package enum RabbitMQAdapter: TransportAdapter {
        package static let schemes = ["amqp"]
        package static let encryptedSchemes = ["amqps"]

        package static func summary(_ settings: TransportSettings) -> String {
            settings.brokerSummary("heartbeat \(TimeText.text(settings.heartbeat))")
        }

        package static func transport(
            _ settings: TransportSettings
        ) throws(ToolError) -> any Transport {
            let url = settings.url
            var configuration = RabbitMQConfiguration(
                host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                password: settings.password.reader,
                virtualHost: url.virtualHost, queue: queue(settings.queue),
                heartbeat: settings.heartbeat)
            if url.scheme == "amqps" {
                var security = RabbitMQConfiguration.Security()
                if let file = settings.authorityFile { security.certificateAuthorityFile = file }
                security.certificateFile = settings.certificate?.file
                security.keyFile = settings.certificate?.keyFile
                configuration.security = security
            }
            return RabbitMQTransport(configuration)
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

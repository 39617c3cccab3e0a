package import DockerNetworkConfiguration
package import DockerNetworkProgram

#if RabbitMQ
    package import DockerNetwork
    internal import DockerNetworkRabbitMQ
#endif

/// AMQP by way of librabbitmq: `amqp://` and `amqps://`.
package struct RabbitMQAdapter: BrokerAdapter {
    package static let schemes = [
        TransportScheme("amqp", .broker), TransportScheme("amqps", .broker, isEncrypted: true),
    ]

    package var broker = BrokerSettings()

    package init() {}

    package static func refuseKeys(_ table: SettingsTable, _ url: EndpointURL) throws(ToolError) {
        for key in BrokerSettings.pollKeys where table.keys.contains(key) {
            throw table.error(
                key, "has no use with \(url.scheme)://, where nobody polls; use http")
        }
    }

    package func summary(_ settings: TransportSettings) -> String {
        summary(settings, "heartbeat \(TimeText.text(broker.heartbeat))")
    }

    #if RabbitMQ
        package func make(_ settings: TransportSettings) throws(ToolError) -> any Transport {
            let url = settings.url
            return RabbitMQTransport(
                RabbitMQConfiguration(
                    host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                    password: settings.password.reader, virtualHost: url.virtualHost,
                    queue: queue, heartbeat: broker.heartbeat,
                    security: settings.isEncrypted ? broker.security : nil))
        }

        private var queue: RabbitMQConfiguration.QueueKind {
            switch broker.queue {
            case .durable: .durable
            case .exclusive: .exclusive
            }
        }
    #else
        package static let isBuilt = false
    #endif
}

package import DockerNetworkConfiguration
package import DockerNetworkProgram

#if RabbitMQManagement
    package import DockerNetwork
    internal import DockerNetworkRabbitMQManagement
#endif

/// RabbitMQ's management API by way of libcurl: `http://` and `https://`.
package struct RabbitMQManagementAdapter: BrokerAdapter {
    package static let schemes = [
        TransportScheme("http", .prefixedBroker),
        TransportScheme("https", .prefixedBroker, isEncrypted: true),
    ]

    package var broker = BrokerSettings()

    package init() {}

    private static let queueNeedsConnection =
        "cannot be \"exclusive\" over HTTP, where no connection holds it; leave it \"durable\""

    package static func refuseKeys(_ table: SettingsTable, _ url: EndpointURL) throws(ToolError) {
        guard try table.choice("queue", as: BrokerSettings.Queue.self) != .exclusive else {
            throw table.error("queue", queueNeedsConnection)
        }
    }

    package func summary(_ settings: TransportSettings) -> String {
        let fastest = TimeText.text(broker.fastestPoll)
        let slowest = TimeText.text(broker.slowestPoll)
        return summary(settings, "polled every \(fastest) to \(slowest)")
    }

    #if RabbitMQManagement
        package func make(_ settings: TransportSettings) throws(ToolError) -> any Transport {
            // A queue that was set beside another URL.
            guard broker.queue == .durable else {
                throw .configuration("queue", Self.queueNeedsConnection)
            }
            let url = settings.url
            return RabbitMQManagementTransport(
                RabbitMQManagementConfiguration(
                    host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                    password: settings.password.reader, virtualHost: url.virtualHost,
                    pathPrefix: url.pathPrefix,
                    security: settings.isEncrypted ? broker.security : nil,
                    fastestPoll: broker.fastestPoll, slowestPoll: broker.slowestPoll))
        }
    #else
        package static let isBuilt = false
    #endif
}

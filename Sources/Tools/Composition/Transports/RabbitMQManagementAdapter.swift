#if RabbitMQManagement
    package import DockerNetwork
    package import DockerNetworkConfiguration
    package import DockerNetworkProgram
    internal import DockerNetworkRabbitMQManagement

    /// RabbitMQ's management API by way of libcurl: `http://` and `https://`.
    package enum RabbitMQManagementAdapter: TransportAdapter {
        package static let schemes = ["http"]
        package static let encryptedSchemes = ["https"]
        package static let isPolled = true

        package static func summary(_ settings: TransportSettings) -> String {
            let fastest = TimeText.text(settings.fastestPoll)
            let slowest = TimeText.text(settings.slowestPoll)
            return settings.brokerSummary("polled every \(fastest) to \(slowest)")
        }

        package static func transport(
            _ settings: TransportSettings
        ) throws(ToolError) -> any Transport {
            guard settings.queue == .durable else {
                throw .configuration("queue", TransportSettings.queueNeedsConnection)
            }
            let url = settings.url
            var configuration = RabbitMQManagementConfiguration(
                host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                password: settings.password.reader,
                virtualHost: url.virtualHost, pathPrefix: url.pathPrefix,
                fastestPoll: settings.fastestPoll,
                slowestPoll: settings.slowestPoll)
            if url.scheme == "https" {
                configuration.security = RabbitMQManagementConfiguration.Security(
                    certificateAuthorityFile: settings.authorityFile,
                    certificateFile: settings.certificate?.file,
                    keyFile: settings.certificate?.keyFile)
            }
            return RabbitMQManagementTransport(configuration)
        }
    }
#endif

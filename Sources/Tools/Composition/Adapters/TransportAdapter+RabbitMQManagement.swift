#if RabbitMQManagement
    internal import DockerNetwork
    internal import DockerNetworkRabbitMQManagement

    extension TransportAdapter {
        /// RabbitMQ's management API by way of libcurl.
        package static let rabbitMQManagement = Self(
            schemes: ["http"], encryptedSchemes: ["https"], isPolled: true
        ) { settings throws(ToolError) in
            guard settings.queue == .durable else {
                throw .configuration("queue", ConfigurationReader.queueNeedsConnection)
            }
            return RabbitMQManagementTransport(configuration(settings))
        }

        private static func configuration(
            _ settings: TransportSettings
        ) -> RabbitMQManagementConfiguration {
            let url = settings.url
            let password = settings.password
            var configuration = RabbitMQManagementConfiguration(
                host: url.host, port: url.port.map(UInt16.init), user: url.user ?? "guest",
                password: { () throws(TransportError) in
                    do throws(ToolError) {
                        return try password.read().password.reveal()
                    } catch {
                        throw TransportError(.configuration, error.message)
                    }
                },
                virtualHost: url.virtualHost, pathPrefix: url.pathPrefix,
                fastestPoll: settings.fastestPoll,
                slowestPoll: settings.slowestPoll)
            guard url.scheme == "https" else { return configuration }
            configuration.security = RabbitMQManagementConfiguration.Security(
                certificateAuthorityFile: settings.authorityFile,
                certificateFile: settings.certificate?.file,
                keyFile: settings.certificate?.keyFile)
            return configuration
        }
    }
#endif

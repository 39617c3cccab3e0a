package import DockerNetworkConfiguration

extension AdapterCatalogue {
    /// What an emitter is built with: every transport and no sink.
    ///
    /// A new transport is a line below.
    package static let emitter = Self(transports: transports)

    private static let transports: [any TransportAdapter.Type] = {
        var adapters: [any TransportAdapter.Type] = []
        #if RabbitMQ
            adapters.append(RabbitMQAdapter.self)
        #endif
        #if RabbitMQManagement
            adapters.append(RabbitMQManagementAdapter.self)
        #endif
        adapters.append(UnixSocketAdapter.self)
        #if Docker
            adapters.append(DockerAdapter.self)
        #endif
        return adapters
    }()
}

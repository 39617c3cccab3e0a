package import DockerNetworkConfiguration

extension AdapterCatalogue {
    /// The adapters of the emitter: every transport and no sink.
    ///
    /// A new transport is a line here.
    package static let emitter = Self(
        transports: [
            RabbitMQAdapter.self,
            RabbitMQManagementAdapter.self,
            UnixSocketAdapter.self,
            DockerAdapter.self,
        ],
        usualTransport: RabbitMQAdapter.self)
}

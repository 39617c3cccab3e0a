#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkRabbitMQManagement
    import Testing

    /// Tests of the transport over the management API, against a real broker.
    @Suite(
        .serialized, .timeLimit(.minutes(2)),
        .enabled(if: BrokerLab.isThere, "needs a broker: Scripts/lab start"))
    enum ManagementTests {}

    extension LabVirtualHost {
        /// The management API as one of the users.
        func management(_ user: String) -> RabbitMQManagementConfiguration {
            RabbitMQManagementConfiguration(
                host: "127.0.0.1", port: lab.managementPort, user: user,
                password: { () throws(TransportError) in Self.password }, virtualHost: name,
                // Polling is not what is tested.
                slowestPoll: .milliseconds(100))
        }

        /// A transport as the host's user.
        var managementHost: RabbitMQManagementTransport {
            RabbitMQManagementTransport(management(hostUser))
        }

        /// A transport as the emitter's user.
        var managementEmitter: RabbitMQManagementTransport {
            RabbitMQManagementTransport(management(emitterUser))
        }
    }
#endif

#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkRabbitMQManagement
    import TestSupport
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

    extension BrokerLab {
        /// Starts a program that is none of ours, and consumes a queue.
        func consume(
            _ queue: String, in virtualHost: LabVirtualHost, name: String
        ) throws -> ChildProcess {
            let script = """
                import pika, sys
                port, virtual_host, user, password, queue, name = sys.argv[1:]
                connection = pika.BlockingConnection(pika.ConnectionParameters(
                    '127.0.0.1', int(port), virtual_host, pika.PlainCredentials(user, password),
                    client_properties={'connection_name': name}))
                channel = connection.channel()
                channel.basic_consume(queue, lambda *_: None)
                channel.start_consuming()
                """
            return try ChildProcess(
                try #require(python, "needs a Python with pika"),
                [
                    "-c", script, "\(port)", virtualHost.name, virtualHost.hostUser,
                    LabVirtualHost.password, queue, name,
                ])
        }
    }
#endif

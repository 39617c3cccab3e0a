#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkConformance
    import DockerNetworkRabbitMQManagement
    import Testing

    extension ManagementTests {
        @Suite struct Conformance {
            /// Over HTTP alone, and with AMQP on the other side, with the least rights for each.
            static let subjects = [
                subject("HTTP") { ($0.managementHost, $0.managementEmitter) },
                subject("HTTP, emitters over AMQP") { ($0.managementHost, $0.emitter) },
                subject("HTTP, hosts over AMQP") { ($0.host(), $0.managementEmitter) },
            ]

            private static func subject(
                _ name: String,
                _ sides:
                    @escaping @Sendable (LabVirtualHost) -> (
                        host: any Transport, emitter: any Transport
                    )
            ) -> TransportConformance {
                TransportConformance(
                    name: name, capabilities: [.fanout, .durable], canInject: true,
                    fairness: .instances
                ) {
                    let lab = try #require(BrokerLab.current)
                    let virtualHost = try await lab.makeVirtualHost(tags: "management")
                    try await virtualHost.admitAdministrator()
                    let sides = sides(virtualHost)
                    return TransportFixture(
                        TwoUsers(host: sides.host, emitter: sides.emitter),
                        user: virtualHost.emitterUser,
                        inject: { try await virtualHost.inject($0) },
                        tearDown: { await virtualHost.remove() })
                }
            }

            @Test(arguments: TransportConformance.rows(subjects))
            func conforms(_ row: TransportConformance.Row) async throws {
                try await row.run()
            }
        }
    }
#endif

#if RabbitMQ
    import DockerNetwork
    import DockerNetworkConformance
    import DockerNetworkRabbitMQ
    import Testing

    extension RabbitMQTests {
        @Suite struct Conformance {
            /// Both kinds of queue, against a real broker, with the least rights for each side.
            static let subjects = RabbitMQConfiguration.QueueKind.allCases.map { kind in
                var capabilities: TransportCapabilities = [.receipts, .resync, .fanout]
                if kind == .durable { capabilities.insert(.durable) }
                return TransportConformance(
                    name: "RabbitMQ, \(kind.rawValue)", capabilities: capabilities, canInject: true,
                    fairness: [.instances, .senders]
                ) {
                    let lab = try #require(BrokerLab.current)
                    let virtualHost = try await lab.makeVirtualHost()
                    try await virtualHost.admitAdministrator()
                    let other = try await virtualHost.addOtherEmitter()
                    return TransportFixture(
                        TwoUsers(host: virtualHost.host(kind), emitter: virtualHost.emitter),
                        user: virtualHost.emitterUser, other: other,
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

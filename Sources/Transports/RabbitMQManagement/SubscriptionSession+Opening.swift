#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    extension SubscriptionSession {
        /// How long a consumer that was closed may take to go.
        private static let farewell = Duration.seconds(5)

        /// Everything a host needs on the broker.
        func prepare(_ api: ManagementAPI, _ client: HTTPClient) async throws(TransportError) {
            try await api.checkAccess()
            try await declare(api)
            try await api.declareQueue(queue)
            try await api.bind(queue, to: Topology.exchange)
            try await closeLeftover(api, client)
            try await tryPublishing(api)
        }

        /// What announcements and resync requests go through; where it is there, nothing changes.
        func declare(_ api: ManagementAPI) async throws(TransportError) {
            try await api.declareExchange(Topology.exchange)
            try await api.declareExchange(Topology.resyncExchange)
        }

        /// Closes the AMQP connection that this host's own predecessor left behind, and waits until its
        /// consumer is gone.
        ///
        /// Only here, before the first look: one that comes later is this program's own, which goes back
        /// to AMQP, or another service of the same name; then no probe comes back.
        private func closeLeftover(
            _ api: ManagementAPI, _ client: HTTPClient
        ) async throws(TransportError) {
            let own = Topology.hostConnection(of: options.hostName)
            let consumers = Set(try await api.consumers(of: queue))
            guard !consumers.isEmpty else { return }
            for consumer in consumers {
                guard !consumer.isEmpty, try await api.clientName(ofConnection: consumer) == own
                else {
                    throw api.errorTexts.inUse(queue, by: consumer)
                }
                try await api.closeConnection(consumer)
            }
            let deadline = ContinuousClock.now + Self.farewell
            while try await !api.consumers(of: queue).isEmpty, .now < deadline {
                try await client.pause(until: .now + .milliseconds(50))
            }
        }

        /// Whether the user may publish to the default exchange, which probes take, shows only when it
        /// does: better now, and to nobody.
        private func tryPublishing(_ api: ManagementAPI) async throws(TransportError) {
            let nobody = OutgoingMessage(type: MessageType.receipt)
            _ = try await api.publish(nobody, to: "", routingKey: "\(Topology.exchange).nobody")
        }
    }
#endif

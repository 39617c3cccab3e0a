#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// An emitter's end: one kept-alive HTTP connection, and the calls that wait for it.
    final class PublisherLink: PublishingLink {
        /// The publications of one call.
        private struct Call {
            var publications: [Publication]
            var reply: Reply<[PublishOutcome]>
        }

        private let configuration: RabbitMQManagementConfiguration
        private let client: HTTPClient
        private let api: ManagementAPI
        private var calls = Fifo<Call>()
        private var signals = SignalQueue()

        /// Prepares the connection; nothing is contacted yet.
        ///
        /// - Parameters:
        ///   - configuration: Where the API is, and who connects.
        ///   - limit: How long connecting, and each answer, may take at most.
        ///   - sleeper: The thread's.
        /// - Throws: `TransportError` where the configuration cannot be, or the machine is short.
        init(
            _ configuration: RabbitMQManagementConfiguration, within limit: Duration?,
            on sleeper: TransferSleeper
        ) throws(TransportError) {
            self.configuration = configuration
            let settings = try ManagementSettings(configuration, within: limit)
            client = try HTTPClient(settings.http, on: sleeper)
            api = ManagementAPI(client, settings, virtualHost: configuration.virtualHost)
        }

        /// Checks that user and virtual host are right.
        func open(on connection: isolated any Actor) async throws(TransportError) {
            try await api.checkAccess()
        }

        func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>) {
            calls.append(Call(publications: publications, reply: reply))
            client.wakePauses()
        }

        /// Waits until the connection is over: the API has nothing to say by itself.
        func nextSignal(_ reply: Reply<PublisherSignal>) {
            signals.wait(reply)
        }

        func turn() -> ConnectionThread.Wait {
            client.turn()
        }

        func fail(_ error: TransportError) {
            while let call = calls.first {
                calls.removeFirst()
                call.reply.resolve(.failure(error))
            }
            signals.fail(error)
            client.finish(error)
        }

        /// Publishes what one call wants after the other.
        func work() async throws(TransportError) {
            while true {
                guard let call = calls.first else {
                    try await client.pause(until: .now + .seconds(3600))
                    continue
                }
                calls.removeFirst()
                do throws(TransportError) {
                    call.reply.resolve(.success(try await outcomes(of: call)))
                } catch {
                    call.reply.resolve(.failure(error))
                    // Without an exchange the connection is still good.
                    if error.code != .noHost { throw error }
                }
            }
        }

        /// Publishes one after the other, and stops at the first that fails, or where the caller has
        /// given up.
        private func outcomes(of call: Call) async throws(TransportError) -> [PublishOutcome] {
            var outcomes: [PublishOutcome] = []
            for publication in call.publications where !call.reply.isSettled {
                outcomes.append(try await publish(publication))
            }
            return outcomes
        }

        private func publish(
            _ publication: Publication
        ) async throws(TransportError) -> PublishOutcome {
            guard publication.messageID.utf8.count <= OutgoingMessage.longestText else {
                return .refused("its message-id has more than 255 bytes")
            }
            let message = OutgoingMessage(
                publication, user: configuration.user, canHearReceipts: false)
            var published = try await api.publish(message, to: Topology.exchange)
            if published == .noExchange {
                try await declareExchange()
                published = try await api.publish(message, to: Topology.exchange)
            }
            switch published {
            case .routed: return .routed
            case .unrouted: return .noReceiver
            case .noExchange: throw noHost
            }
        }

        /// Makes the exchange where the user may; it may not be this user's business.
        private func declareExchange() async throws(TransportError) {
            do throws(TransportError) {
                try await api.declareExchange(Topology.exchange)
            } catch {
                throw error.code == .refused ? noHost : error
            }
        }

        private var noHost: TransportError {
            api.errorTexts.error(
                .noHost,
                "no host listens: there is no exchange '\(Topology.exchange)'; start the host service"
            )
        }
    }
#endif

#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// An emitter's connection: one kept-alive HTTP connection on a thread of its own.
    actor PublisherSession: ConnectionActor {
        private enum State {
            case unopened
            case open(HTTPClient, ManagementAPI)
            case ended(TransportError)
        }

        nonisolated let thread: ConnectionThread
        nonisolated let configuration: RabbitMQManagementConfiguration
        nonisolated var endpoint: String { configuration.endpoint }
        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        /// How long connecting, and each answer, may take at most.
        nonisolated let limit: Duration?
        private let sleeper: TransferSleeper
        private var state = State.unopened
        private var signalWaiters: [Reply<PublisherSignal>] = []

        /// Starts the connection's thread; nothing is connected yet.
        init(
            _ configuration: RabbitMQManagementConfiguration, within limit: Duration?
        ) throws(TransportError) {
            self.limit = limit
            sleeper = try TransferSleeper()
            thread = try ConnectionThread("docker-net-http", sleeper)
            self.configuration = configuration
            attachToThread()
        }

        /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
        isolated deinit {
            end(droppedHere)
            thread.finish()
        }

        func turn() -> ConnectionThread.Wait {
            guard case .open(let client, _) = state else { return ConnectionThread.Wait() }
            return client.turn()
        }

        /// Connects, and checks that user and virtual host are right.
        func open() async throws(TransportError) {
            do throws(TransportError) {
                let settings = try ManagementSettings(configuration, within: limit)
                let client = try HTTPClient(settings.http, on: sleeper)
                let api = ManagementAPI(client, settings, virtualHost: configuration.virtualHost)
                state = .open(client, api)
                try await api.checkAccess()
            } catch {
                end(error)
                throw error
            }
        }

        /// Publishes one after the other, and stops at the first that fails.
        func publish(
            _ publications: [Publication]
        ) async throws(TransportError) -> [PublishOutcome] {
            guard case .open(_, let api) = state else { throw whyOver }
            var outcomes: [PublishOutcome] = []
            do throws(TransportError) {
                for publication in publications {
                    outcomes.append(try await publish(publication, by: api))
                }
            } catch {
                // Without an exchange, or a caller, the connection is still good.
                if error.code != .cancelled, error.code != .noHost { end(error) }
                throw error
            }
            return outcomes
        }

        private func publish(
            _ publication: Publication, by api: ManagementAPI
        ) async throws(TransportError) -> PublishOutcome {
            guard publication.messageID.utf8.count <= OutgoingMessage.longestText else {
                return .refused("its message-id has more than 255 bytes")
            }
            let message = OutgoingMessage(
                publication, user: configuration.user, canHearReceipts: false)
            var published = try await api.publish(message, to: Topology.exchange)
            if published == .noExchange {
                try await declareExchange(by: api)
                published = try await api.publish(message, to: Topology.exchange)
            }
            switch published {
            case .routed: return .routed
            case .unrouted: return .noReceiver
            case .noExchange: throw noHost(api)
            }
        }

        /// Makes the exchange where the user may; it may not be this user's business.
        private func declareExchange(by api: ManagementAPI) async throws(TransportError) {
            do throws(TransportError) {
                try await api.declareExchange(Topology.exchange)
            } catch {
                throw error.code == .refused ? noHost(api) : error
            }
        }

        private func noHost(_ api: ManagementAPI) -> TransportError {
            api.errorTexts.error(
                .noHost,
                "no host listens: there is no exchange '\(Topology.exchange)'; start the host service"
            )
        }

        /// Waits until the connection is over: the API has nothing to say by itself.
        func nextSignal() async throws(TransportError) -> PublisherSignal {
            guard case .open = state else { throw whyOver }
            let reply = Reply<PublisherSignal>()
            signalWaiters.removeAll { $0.isSettled }
            signalWaiters.append(reply)
            return try await reply.value()
        }

        /// Ends the connection; whoever still waits gets `.closed`.
        func close() {
            end(closedHere)
        }

        private func end(_ error: TransportError) {
            guard case .open(let client, _) = state else {
                if case .unopened = state { state = .ended(error) }
                return
            }
            state = .ended(error)
            for waiter in signalWaiters { waiter.resolve(.failure(error)) }
            signalWaiters = []
            client.finish(error)
        }

        private var whyOver: TransportError {
            guard case .ended(let error) = state else { return notConnected }
            return error
        }
    }
#endif

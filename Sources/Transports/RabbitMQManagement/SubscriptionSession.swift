#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// A host's connection: one kept-alive HTTP connection on a thread of its own.
    ///
    /// One task does everything that goes out, step by step; calls leave behind what they want, and a
    /// `Reply` where they wait for it.
    actor SubscriptionSession: ConnectionActor {
        /// One thing to send.
        enum Outgoing {
            case probe(ProbeID)
            case resync
            case receipt(OutgoingMessage, route: String)
            /// All that stands before it was sent.
            case done(Reply<Void>)
        }

        /// Whoever waits for a batch, and how much that may be.
        struct Waiter {
            var reply: Reply<[Delivery]>
            var limit: Int
        }

        nonisolated let thread: ConnectionThread
        nonisolated let configuration: RabbitMQManagementConfiguration
        nonisolated let options: SubscriptionOptions
        nonisolated let queue: String
        nonisolated var endpoint: String { configuration.endpoint }
        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        private let sleeper: TransferSleeper
        var client: HTTPClient?
        var api: ManagementAPI?
        /// Why the connection is over.
        private var failure: TransportError?
        var mirror = QueueMirror()
        var arrived = Inbox()
        var waiter: Waiter?
        var outgoing = Fifo<Outgoing>()
        /// Who waits until what is acknowledged is removed.
        var acknowledgers: [Reply<Void>] = []
        /// Probes that were sent while nobody else consumed the queue, the newest last.
        var provable: [ProbeID] = []
        var pace: PollPace
        /// How many new messages one look may bring; fewer after one that was too large.
        var portion = SubscriptionSession.largestPortion

        static let largestPortion = 1_000

        /// Starts the connection's thread; nothing is connected yet.
        init(
            _ configuration: RabbitMQManagementConfiguration, _ options: SubscriptionOptions
        ) throws(TransportError) {
            sleeper = try TransferSleeper()
            thread = try ConnectionThread("docker-net-http", sleeper)
            self.configuration = configuration
            self.options = options
            queue = Topology.durableQueue(of: options.hostName)
            pace = PollPace(fastest: configuration.fastestPoll, slowest: configuration.slowestPoll)
            attachToThread()
        }

        /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
        isolated deinit {
            end(droppedHere)
            thread.finish()
        }

        func turn() -> ConnectionThread.Wait {
            client?.turn() ?? ConnectionThread.Wait()
        }

        /// Connects, declares, binds, and begins to work.
        func open() async throws(TransportError) {
            do throws(TransportError) {
                let settings = try ManagementSettings(configuration)
                guard queue.utf8.count <= OutgoingMessage.longestText, !options.hostName.isEmpty
                else {
                    throw settings.errorTexts.error(
                        .configuration,
                        "the host-name must have 1 to 200 bytes, because the queue is named after it"
                    )
                }
                let client = try HTTPClient(settings.http, on: sleeper)
                let api = ManagementAPI(client, settings, virtualHost: configuration.virtualHost)
                self.client = client
                self.api = api
                try await prepare(api, client)
            } catch {
                end(error)
                throw error
            }
            Task { await work() }
        }

        // MARK: - Calls

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            guard client != nil else { return reject(reply) }
            if let waiter, !waiter.reply.isSettled {
                let text = "nextBatch is awaited by one task at a time"
                reply.resolve(.failure(TransportError(.unsupported, text)))
                return
            }
            waiter = Waiter(reply: reply, limit: max(1, limit))
            client?.wakePauses()
        }

        /// Takes deliveries off the queue; the reply comes when what can be removed is removed.
        func acknowledge(_ tokens: [Delivery.Token], _ reply: Reply<Void>) {
            guard client != nil else { return reject(reply) }
            mirror.acknowledge(tokens.lazy.map(\.rawValue))
            acknowledgers.append(reply)
            client?.wakePauses()
        }

        /// Sends things in order; the reply comes when all are sent.
        func send(_ items: [Outgoing], _ reply: Reply<Void>) {
            guard client != nil else { return reject(reply) }
            for item in items { outgoing.append(item) }
            outgoing.append(.done(reply))
            client?.wakePauses()
        }

        /// Ends the connection; whoever still waits gets `.closed`.
        func close() {
            end(closedHere)
        }

        private func reject<Value>(_ reply: Reply<Value>) {
            reply.resolve(.failure(failure ?? notConnected))
        }

        /// Ends the connection: everyone who waits gets `error`, and so does every later call.
        func end(_ error: TransportError) {
            if failure == nil { failure = error }
            arrived = Inbox()
            waiter?.reply.resolve(.failure(error))
            waiter = nil
            for reply in acknowledgers { reply.resolve(.failure(error)) }
            acknowledgers = []
            while let item = outgoing.first {
                outgoing.removeFirst()
                if case .done(let reply) = item { reply.resolve(.failure(error)) }
            }
            client?.finish(error)
            client = nil
            api = nil
        }
    }
#endif

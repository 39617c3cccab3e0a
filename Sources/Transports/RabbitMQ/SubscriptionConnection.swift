#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    /// A host's connection.
    ///
    /// Channel 1 consumes and acknowledges; channel 2 sends receipts and resync requests.
    actor SubscriptionConnection: SubscribingActor {
        static let consumeChannel: amqp_channel_t = 1
        static let sendChannel: amqp_channel_t = 2
        /// Closed again once the durable queue is there.
        static let declareChannel: amqp_channel_t = 3
        /// So many events are read before something else gets its turn: some milliseconds' work.
        static let eventsPerTurn = 1024

        /// One thing to send.
        enum Outgoing {
            case acknowledgement(AcknowledgementLedger.Frame)
            case receipt(OutgoingMessage, route: String)
            case resync
            case probe(ProbeID)
            /// All that stands before it in the queue was sent.
            case done(Reply<Void>)
        }

        /// Whoever waits for a batch, and how much that may be.
        struct Waiter {
            var reply: Reply<[Delivery]>
            var limit: Int
        }

        nonisolated let thread: ConnectionThread
        nonisolated let configuration: RabbitMQConfiguration
        nonisolated let options: SubscriptionOptions
        nonisolated var endpoint: String { configuration.endpoint }
        nonisolated var unownedExecutor: UnownedSerialExecutor {
            thread.asUnownedSerialExecutor()
        }

        var link: BrokerLink?
        /// The queue that is consumed.
        var queue = ""
        /// Why the connection is over.
        var failure: TransportError?
        var opening: Reply<Void>?
        var openingDeadline = ContinuousClock.now
        var arrived = Inbox()
        /// The probes that have not come back.
        var sentProbes: [ProbeID] = []
        var waiter: Waiter?
        /// When a batch was given last.
        var lastBatch = ContinuousClock.now
        /// Until when deliveries are coalesced at the socket.
        var coalescingEnd: ContinuousClock.Instant?
        var ledger = AcknowledgementLedger()
        var outgoing = Fifo<Outgoing>()
        /// When what waits to be sent must be on its way.
        var sendDeadline: ContinuousClock.Instant?
        var blockedReason: String?

        /// Starts the connection's thread; nothing is connected yet.
        init(
            _ configuration: RabbitMQConfiguration, _ options: SubscriptionOptions
        ) throws(TransportError) {
            thread = try ConnectionThread("docker-net-amqp", SocketSleeper())
            self.configuration = configuration
            self.options = options
            attachToThread()
        }

        /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
        isolated deinit {
            fail(droppedHere)
            thread.finish()
        }

        // MARK: - Calls

        /// Connects, declares, binds and consumes; the reply comes once the broker has said whether
        /// receipts may be sent.
        func open(_ reply: Reply<Void>) {
            do throws(TransportError) {
                let link = try BrokerLink(
                    configuration, connectionName: Topology.hostConnection(of: options.hostName))
                try declare(on: link)
                try tryReceipts(on: link)
                self.link = link
            } catch {
                fail(error)
                reply.resolve(.failure(error))
                return
            }
            opening = reply
            openingDeadline = .now + configuration.connectTimeout
        }

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            guard link != nil else { return reject(reply) }
            if let waiter, !waiter.reply.isSettled {
                let text = "nextBatch is awaited by one task at a time"
                reply.resolve(.failure(TransportError(.unsupported, text)))
                return
            }
            waiter = Waiter(reply: reply, limit: max(1, limit))
        }

        /// Takes deliveries off the queue; the reply comes when the frames are sent.
        func acknowledge(_ tokens: [Delivery.Token], _ reply: Reply<Void>) {
            let frames = ledger.acknowledge(tokens.lazy.map(\.rawValue))
            send(frames.map { .acknowledgement($0) }, reply)
        }

        /// Sends receipts; the reply comes when they are sent.
        func send(_ receipts: [(Receipt, to: ReplyAddress)], _ reply: Reply<Void>) {
            let messages = receipts.compactMap { receipt, address -> Outgoing? in
                guard address.route.utf8.count <= OutgoingMessage.longestText,
                    address.correlation.utf8.count <= OutgoingMessage.longestText
                else { return nil }
                let message = OutgoingMessage(receipt, correlationID: address.correlation)
                return .receipt(message, route: address.route)
            }
            send(messages, reply)
        }

        /// Asks all emitters to announce again; the reply comes when that is sent.
        func requestResync(_ reply: Reply<Void>) {
            send([.resync], reply)
        }

        /// Restores the way announcements come, and sends a probe after them; the reply comes when
        /// that is sent.
        func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
            send([.probe(probe)], reply)
        }

        /// Says goodbye; whoever still waits gets `.closed`.
        func close(_ reply: Reply<Void>) {
            link?.close()
            fail(closedHere)
            reply.resolve(.success(()))
        }

        private func send(_ items: [Outgoing], _ reply: Reply<Void>) {
            guard link != nil else { return reject(reply) }
            if outgoing.isEmpty { sendDeadline = .now + configuration.publishTimeout }
            for item in items { outgoing.append(item) }
            outgoing.append(.done(reply))
        }

        private func reject<Value>(_ reply: Reply<Value>) {
            reply.resolve(.failure(failure ?? notConnected))
        }

        /// Ends the connection: everyone who waits gets `error`, and so does every later call.
        func fail(_ error: TransportError) {
            link = nil
            if failure == nil { failure = error }
            opening?.resolve(.failure(error))
            opening = nil
            arrived = Inbox()
            waiter?.reply.resolve(.failure(error))
            waiter = nil
            while let item = outgoing.first {
                outgoing.removeFirst()
                if case .done(let reply) = item { reply.resolve(.failure(error)) }
            }
        }
    }
#endif

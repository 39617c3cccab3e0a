#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    /// An emitter's connection.
    ///
    /// Channel 1 publishes and gets the receipts, which RabbitMQ's direct reply-to wants on the
    /// same channel; channel 2 hears resync requests, so that a missing permission or exchange
    /// there closes channel 2 alone.
    actor PublisherConnection: PublishingActor {
        static let publishChannel: amqp_channel_t = 1
        static let resyncChannel: amqp_channel_t = 2
        /// How long one waits for the exchange of resync requests before asking again.
        ///
        /// Less than a second, so that a host that comes is known about within two; at random, so
        /// that those who lost the same broker do not ask in step.
        static var resyncRetryInterval: Duration { .milliseconds(Int.random(in: 600...850)) }
        /// So many events are read before something else gets its turn.
        static let eventsPerTurn = 8192

        /// A publication that is not sent yet.
        struct Waiting {
            var entry: ConfirmLedger.Entry
            var publication: Publication
        }

        nonisolated let thread: ConnectionThread
        nonisolated let configuration: RabbitMQConfiguration
        nonisolated let options: PublisherOptions
        nonisolated var endpoint: String { configuration.endpoint }
        nonisolated var unownedExecutor: UnownedSerialExecutor {
            thread.asUnownedSerialExecutor()
        }

        var link: BrokerLink?
        /// Why the connection is over.
        var failure: TransportError?
        var opening: Reply<Void>?
        var openingDeadline = ContinuousClock.now
        var isChannelOpen = false
        var waiting = Fifo<Waiting>()
        var ledger = ConfirmLedger()
        var calls = PublishCalls()
        var blockedReason: String?
        var signals = SignalQueue()
        var signalWaiter: Reply<PublisherSignal>?
        var resync = ResyncState.off
        var isResyncChannelOpen = false

        /// Starts the connection's thread; nothing is connected yet.
        init(
            _ configuration: RabbitMQConfiguration, _ options: PublisherOptions
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

        /// Connects; the reply comes once resync requests are heard, or cannot be.
        func open(_ reply: Reply<Void>) {
            do throws(TransportError) {
                openingDeadline = .now + connectTimeout
                let link = try BrokerLink(
                    configuration, connectionName: "my-docker-network emitter",
                    within: options.timeout)
                self.link = link
                try openChannel(link)
                try listenForResync(link)
            } catch {
                fail(error)
                reply.resolve(.failure(error))
                return
            }
            opening = reply
            settleOpening()
        }

        /// Sends announcements; the reply comes with the last of their confirms.
        func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>) {
            guard let link else { return reject(reply) }
            do throws(TransportError) {
                if !isChannelOpen { try openChannel(link) }
                if case .missing = resync { try listenForResync(link) }
            } catch {
                fail(error)
                return reject(reply)
            }
            calls.begin(
                publications, deadline: .now + publishTimeout, reply
            ) { publication, call, position in
                let entry = ConfirmLedger.Entry(
                    call: call, position: position, messageID: publication.messageID)
                waiting.append(Waiting(entry: entry, publication: publication))
            }
        }

        /// Waits for the next signal.
        func nextSignal(_ reply: Reply<PublisherSignal>) {
            guard link != nil else { return reject(reply) }
            signalWaiter = reply
        }

        /// Says goodbye; whoever still waits gets `.closed`.
        func close(_ reply: Reply<Void>) {
            link?.close()
            fail(closedHere)
            reply.resolve(.success(()))
        }

        private var connectTimeout: Duration {
            min(configuration.connectTimeout, options.timeout ?? configuration.connectTimeout)
        }

        /// How long the broker may take to confirm what one call published.
        ///
        /// One that says that it takes nothing just now would say so to the next connection, too.
        var publishTimeout: Duration {
            guard blockedReason == nil, let timeout = options.timeout else {
                return configuration.publishTimeout
            }
            return min(configuration.publishTimeout, timeout)
        }

        private func reject<Value>(_ reply: Reply<Value>) {
            reply.resolve(.failure(failure ?? notConnected))
        }

        /// Ends the connection: everyone who waits gets `error`, and so does every later call.
        func fail(_ error: TransportError) {
            link = nil
            if failure == nil { failure = error }
            isChannelOpen = false
            failCalls(error)
            opening?.resolve(.failure(error))
            opening = nil
            signalWaiter?.resolve(.failure(error))
            signalWaiter = nil
        }

        /// Ends every call that waits for confirms.
        func failCalls(_ error: TransportError) {
            waiting.removeAll()
            ledger = ConfirmLedger()
            calls.fail(error)
        }
    }
#endif

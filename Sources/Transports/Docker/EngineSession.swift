#if Docker
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A connection to an engine: two kept-alive HTTP connections on a thread of its own, one for
    /// the stream of events and one for everything else.
    ///
    /// One task does everything that is asked of the engine, one thing after the other; events come
    /// in between, and calls leave behind what they want.
    actor EngineSession: ConnectionActor {
        /// What an open session works with.
        struct Link {
            /// For everything but the stream.
            let requests: HTTPClient
            /// For the stream of events.
            let events: HTTPClient
            let buffer: EventBuffer
            var api: EngineAPI
        }

        private enum State {
            case unopened
            case open(Link)
            case ended(TransportError)
        }

        private struct Waiter {
            var reply: Reply<[Delivery]>
            var limit: Int
        }

        nonisolated let thread: ConnectionThread
        nonisolated let configuration: DockerConfiguration
        nonisolated var endpoint: String { configuration.endpoint }
        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        private let sleeper: TransferSleeper
        private var state = State.unopened
        private var waiter: Waiter?
        var watch: EngineWatch

        /// Starts the connection's thread; nothing is connected yet.
        init(
            _ configuration: DockerConfiguration, _ options: SubscriptionOptions
        ) throws(TransportError) {
            sleeper = try TransferSleeper()
            thread = try ConnectionThread("docker-net-http", sleeper)
            self.configuration = configuration
            watch = EngineWatch(configuration, domain: options.domain)
            attachToThread()
        }

        /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
        isolated deinit {
            end(droppedHere)
            thread.finish()
        }

        func turn() -> ConnectionThread.Wait {
            guard case .open(let link) = state else { return ConnectionThread.Wait() }
            let wait = HTTPClient.turn([link.requests, link.events])
            let events = link.buffer.take()
            if !events.isEmpty {
                watch.note(events)
                giveBatch()
                link.requests.wakePauses()
            }
            return wait
        }

        // MARK: - Opening

        /// How long an engine may take to say that its stream of events has begun; one that does
        /// not say so sends what happened since it was asked.
        private static let patience = Duration.seconds(1)

        /// Connects, opens the stream of events, and begins to work.
        func open() async throws(TransportError) {
            do throws(TransportError) {
                let settings = try configuration.settings()
                let requests = try HTTPClient(settings, on: sleeper)
                var link = Link(
                    requests: requests, events: try HTTPClient(settings, on: sleeper),
                    buffer: EventBuffer(), api: EngineAPI(requests, configuration.errorTexts))
                state = .open(link)
                try await link.api.negotiate()
                // A connection that was closed meanwhile stays so.
                guard case .open = state else { throw whyOver }
                state = .open(link)
                // Two seconds before now: an event that comes twice does no harm.
                let request = link.api.events(since: Int64(time(nil)) - 2, to: link.buffer)
                Task { await stream(request, link) }
                let deadline = ContinuousClock.now + Self.patience
                while !link.events.hasAnswer, .now < deadline {
                    try await link.requests.pause(until: .now + .milliseconds(2))
                    guard case .open = state else { throw whyOver }
                }
            } catch {
                end(error)
                throw error
            }
            Task { await work() }
        }

        private func stream(_ request: HTTPRequest, _ link: Link) async {
            do throws(HTTPFailure) {
                end(link.api.streamEnded(try await link.events.exchange(request)))
            } catch {
                end(configuration.errorTexts.unanswered(error))
            }
        }

        // MARK: - Work

        /// Does what is due, one thing after the other, until the connection is over.
        private func work() async {
            do throws(TransportError) {
                while case .open(let link) = state { try await step(link) }
            } catch {
                end(error)
            }
        }

        private func step(_ link: Link) async throws(TransportError) {
            let step = watch.next(at: .now)
            giveBatch()
            switch step {
            case .list:
                watch.beginList(at: .now)
                let found = try await link.api.list()
                watch.endList(found, hostAddresses: configuration.hostAddresses())
            case .inspect(let id):
                watch.beginInspection()
                watch.endInspection(try await link.api.inspect(id), of: id)
            case .prove(let probes):
                try await link.api.version()
                watch.proved(probes)
            case .wait(let deadline):
                try await link.requests.pause(until: deadline)
            }
        }

        private func giveBatch() {
            guard let waiting = waiter, !waiting.reply.isSettled else { return }
            let batch = watch.take(waiting.limit)
            guard !batch.isEmpty else { return }
            waiter = nil
            // Who has given up gets nothing, and what arrived waits for the next.
            if !waiting.reply.resolve(.success(batch)) { watch.putBack(batch) }
        }

        // MARK: - Calls

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            guard case .open(let link) = state else { return reject(reply) }
            if let waiter, !waiter.reply.isSettled {
                let text = "nextBatch is awaited by one task at a time"
                reply.resolve(.failure(TransportError(.unsupported, text)))
                return
            }
            waiter = Waiter(reply: reply, limit: max(1, limit))
            giveBatch()
            // Work stands while too much waits to be taken.
            link.requests.wakePauses()
        }

        /// Sends a probe on the way that announcements come.
        func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
            guard case .open(let link) = state else { return reject(reply) }
            watch.add(probe)
            link.requests.wakePauses()
            reply.resolve(.success(()))
        }

        /// Announces everything again.
        func requestResync(_ reply: Reply<Void>) {
            guard case .open(let link) = state else { return reject(reply) }
            watch.announceAgain()
            link.requests.wakePauses()
            reply.resolve(.success(()))
        }

        /// Ends the connection; whoever still waits gets `.closed`.
        func close() {
            end(closedHere)
        }

        private var whyOver: TransportError {
            if case .ended(let error) = state { return error }
            return notConnected
        }

        private func reject<Value>(_ reply: Reply<Value>) {
            reply.resolve(.failure(whyOver))
        }

        /// Ends the connection: everyone who waits gets `error`, and so does every later call.
        private func end(_ error: TransportError) {
            if case .ended = state { return }
            if case .open(let link) = state {
                link.requests.finish(error)
                link.events.finish(error)
            }
            state = .ended(error)
            waiter?.reply.resolve(.failure(error))
            waiter = nil
        }
    }
#endif

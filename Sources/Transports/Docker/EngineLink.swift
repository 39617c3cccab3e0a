#if Docker
    import DockerNetwork
    import DockerNetworkConnection
    import DockerNetworkHTTP

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A host's end at an engine: two kept-alive HTTP connections, one for the stream of events and one
    /// for everything else.
    ///
    /// One task does everything that is asked of the engine, one thing after the other; events come
    /// in between, and calls leave behind what they want.
    final class EngineLink: SubscribingLink {
        /// The time that an engine may take to say that its stream of events has begun; one that
        /// does not say so sends what happened since it was asked.
        private static let patience = Duration.seconds(1)

        private let configuration: DockerConfiguration
        /// For everything but the stream.
        private let requests: HTTPClient
        /// For the stream of events.
        private let events: HTTPClient
        private let buffer = EventBuffer()
        private var api: EngineAPI
        private var watch: EngineWatch
        private var batches = BatchWaiter()
        /// The reason why the stream of events is over.
        private var streamEnd: TransportError?

        /// Prepares both connections; nothing is contacted yet.
        init(
            _ configuration: DockerConfiguration, _ options: SubscriptionOptions,
            on sleeper: TransferSleeper
        ) throws(TransportError) {
            self.configuration = configuration
            let settings = try configuration.settings()
            requests = try HTTPClient(settings, on: sleeper)
            events = try HTTPClient(settings, on: sleeper)
            api = EngineAPI(requests, configuration.errorTexts)
            watch = EngineWatch(configuration, domain: options.domain)
        }

        // MARK: - Opening

        /// Agrees on a version of the API, and opens the stream of events.
        func open(on connection: isolated any Actor) async throws(TransportError) {
            var agreed = api
            try await agreed.negotiate()
            api = agreed
            // Two seconds before now: an event that comes twice does no harm.
            let request = api.events(since: Int64(time(nil)) - 2, to: buffer)
            Task {
                // Without it the task would not be the connection's.
                _ = connection
                await stream(request)
            }
            let deadline = ContinuousClock.now + Self.patience
            while !events.hasAnswer, .now < deadline {
                try await requests.pause(until: .now + .milliseconds(2))
            }
        }

        private func stream(_ request: HTTPRequest) async {
            do throws(HTTPFailure) {
                streamEnd = api.streamEnded(try await events.exchange(request))
            } catch {
                streamEnd = configuration.errorTexts.unanswered(error)
            }
        }

        // MARK: - Calls

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            batches.wait(limit: limit, reply)
            batches.give(from: &watch)
            // Work stands while too much waits to be taken.
            requests.wakePauses()
        }

        /// Nothing waits for it: what holds is announced again, and nobody asks for receipts.
        func settle(
            _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)],
            _ reply: Reply<Void>
        ) {
            reply.resolve(.success(()))
        }

        /// Sends a probe on the way that announcements come.
        func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
            watch.add(probe)
            requests.wakePauses()
            reply.resolve(.success(()))
        }

        /// Announces everything again.
        func requestResync(_ reply: Reply<Void>) {
            watch.announceAgain()
            requests.wakePauses()
            reply.resolve(.success(()))
        }

        func turn() throws(TransportError) -> ConnectionThread.Wait {
            let wait = HTTPClient.turn([requests, events])
            if let streamEnd { throw streamEnd }
            let events = buffer.take()
            if !events.isEmpty {
                watch.note(events)
                batches.give(from: &watch)
                requests.wakePauses()
            }
            return wait
        }

        func fail(_ error: TransportError) {
            batches.fail(error)
            requests.finish(error)
            events.finish(error)
        }

        // MARK: - Work

        func work() async throws(TransportError) {
            while true { try await step() }
        }

        private func step() async throws(TransportError) {
            let step = watch.next(at: .now)
            batches.give(from: &watch)
            switch step {
            case .list:
                watch.beginList(at: .now)
                let found = try await api.list()
                watch.endList(found, hostAddresses: configuration.hostAddresses())
            case .inspect(let id):
                watch.beginInspection()
                watch.endInspection(try await api.inspect(id), of: id)
            case .prove(let probes):
                try await api.version()
                watch.proved(probes)
            case .wait(let deadline):
                try await requests.pause(until: deadline)
            }
        }
    }
#endif

#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkHTTP

    /// A host's end: one kept-alive HTTP connection.
    ///
    /// One task does everything that goes out, step by step; calls leave behind what they want, and a
    /// `Reply` where they wait for it.
    final class SubscriptionLink: SubscribingLink {
        /// One thing to send.
        private enum Outgoing {
            case probe(ProbeID)
            case resync
            case receipt(OutgoingMessage, route: String)
        }

        private let options: SubscriptionOptions
        private let queue: String
        private let client: HTTPClient
        private let api: ManagementAPI
        private var mirror = QueueMirror()
        private var arrived = Inbox()
        private var batches = BatchWaiter()
        private var outgoing = SendQueue<Outgoing>()
        /// The callers that wait until acknowledged messages are removed, and earlier items sent.
        private var settlers: [Reply<Void>] = []
        /// Probes that were sent while nobody else consumed the queue, the newest last.
        private var provable: [ProbeID] = []
        private var pace: PollPace
        /// The maximum number of new messages of one look; fewer after one that was too large.
        private var portion = SubscriptionLink.largestPortion

        /// Prepares the connection; nothing is contacted yet.
        init(
            _ configuration: RabbitMQManagementConfiguration, _ options: SubscriptionOptions,
            on sleeper: TransferSleeper
        ) throws(TransportError) {
            self.options = options
            let settings = try ManagementSettings(configuration)
            queue = Topology.durableQueue(of: options.hostName)
            guard queue.utf8.count <= OutgoingMessage.longestText, !options.hostName.isEmpty else {
                throw settings.errorTexts.error(
                    .configuration,
                    "the host-name must have 1 to 200 bytes, because the queue is named after it")
            }
            client = try HTTPClient(settings.http, on: sleeper)
            api = ManagementAPI(client, settings, virtualHost: configuration.virtualHost)
            pace = PollPace(fastest: configuration.fastestPoll, slowest: configuration.slowestPoll)
        }

        // MARK: - Opening

        /// The time that a consumer that was closed may take to go.
        private static let farewell = Duration.seconds(5)

        /// Connects, and makes everything that a host needs on the broker.
        func open(on connection: isolated any Actor) async throws(TransportError) {
            try await api.checkAccess()
            try await declare()
            try await api.declareQueue(queue)
            try await api.bind(queue, to: Topology.exchange)
            try await closeLeftover()
            try await tryPublishing()
        }

        /// Declares the two exchanges; one that is there stays as it is.
        private func declare() async throws(TransportError) {
            try await api.declareExchange(Topology.exchange)
            try await api.declareExchange(Topology.resyncExchange)
        }

        /// Closes the AMQP connection that this host's own predecessor left behind, and waits until its
        /// consumer is gone.
        ///
        /// Only here, before the first look: one that comes later is this program's own, which goes back
        /// to AMQP, or another service of the same name; then no probe comes back.
        private func closeLeftover() async throws(TransportError) {
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
        private func tryPublishing() async throws(TransportError) {
            let nobody = OutgoingMessage(type: MessageType.receipt)
            _ = try await api.publish(nobody, to: "", routingKey: "\(Topology.exchange).nobody")
        }

        // MARK: - Calls

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            batches.wait(limit: limit, reply)
            client.wakePauses()
        }

        /// Takes deliveries off the queue, and sends receipts to emitters that are connected over AMQP.
        ///
        /// Those over HTTP ask for none. The reply comes when all is sent, and what can be removed is.
        func settle(
            _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)],
            _ reply: Reply<Void>
        ) {
            mirror.acknowledge(tokens.lazy.map(\.rawValue))
            for (receipt, address) in receipts {
                let message = OutgoingMessage(receipt, correlationID: address.correlation)
                outgoing.append(.receipt(message, route: address.route))
            }
            settlers.append(reply)
            client.wakePauses()
        }

        func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
            outgoing.append(.probe(probe))
            outgoing.append(reply)
            client.wakePauses()
        }

        func requestResync(_ reply: Reply<Void>) {
            outgoing.append(.resync)
            outgoing.append(reply)
            client.wakePauses()
        }

        func turn() -> ConnectionThread.Wait {
            client.turn()
        }

        func fail(_ error: TransportError) {
            batches.fail(error)
            outgoing.fail(error)
            for reply in settlers { reply.resolve(.failure(error)) }
            settlers = []
            client.finish(error)
        }

        // MARK: - Work

        /// So many messages that are not acknowledged are held.
        private static let mostHeld = 5_000
        /// More probes than this on their way tell nothing new.
        private static let mostProvable = 64
        private static let largestPortion = 1_000

        func work() async throws(TransportError) {
            while true { try await step() }
        }

        private func step() async throws(TransportError) {
            batches.give(from: &arrived)
            if let item = outgoing.popFirst() { return try await send(item) }
            if mirror.removable > 0 { return try await remove() }
            for reply in settlers { reply.resolve(.success(())) }
            settlers = []
            guard batches.isWaiting, mirror.count < Self.mostHeld else {
                return try await client.pause(until: .now + .seconds(3600))
            }
            guard pace.isDue else { return try await client.pause(until: pace.next) }
            try await look()
        }

        // MARK: - Receiving

        private func look() async throws(TransportError) {
            let held = mirror.count
            // As many as may come, whatever is wanted now: what arrived is given out in turns.
            let asked = held + portion
            switch try await api.messages(asked, of: queue, removing: false) {
            case .messages(let found):
                portion = min(portion * 2, Self.largestPortion)
                let new = mirror.saw(found, asked: asked)
                pace.looked(foundNew: !new.isEmpty, foundAll: found.count < asked)
                try await take(new)
            case .tooMuch where portion > 1:
                portion /= 2
            case .tooMuch where held > 0:
                // One that cannot be read stands behind what is not acknowledged yet.
                pace.looked(foundNew: false, foundAll: true)
            case .tooMuch:
                try await removeUnreadable()
            }
        }

        /// Removes what is acknowledged at the head of the queue.
        private func remove() async throws(TransportError) {
            let asked = mirror.removable
            guard
                case .messages(let found) = try await api.messages(asked, of: queue, removing: true)
            else {
                throw api.errorTexts.error(
                    .closed, "what was removed cannot be read; connecting again may help")
            }
            try await take(mirror.removed(found, asked: asked))
        }

        /// Takes the oldest message away, which no look can read: everything behind it waits.
        private func removeUnreadable() async throws(TransportError) {
            _ = try await api.messages(1, of: queue, removing: true)
            let token = Delivery.Token(rawValue: mirror.numberOfUnreadable())
            arrived.append(Delivery(token: token, content: .malformed(.unreadable)))
        }

        private func take(_ arrivals: [QueueMirror.Arrival]) async throws(TransportError) {
            var isShared = false
            if arrivals.contains(where: { $0.message.probe != nil }) {
                isShared = try await !api.consumers(of: queue).isEmpty
            }
            for arrival in arrivals {
                if let probe = arrival.message.probe, !proves(probe, isShared: isShared) {
                    mirror.acknowledge([arrival.number])
                    continue
                }
                let delivery = Delivery(
                    arrival.message, number: arrival.number, domain: options.domain)
                if arrival.message.probe == nil {
                    arrived.append(delivery)
                } else {
                    arrived.appendBehindAll(delivery)
                }
            }
        }

        /// A probe proves that the host hears only where it is this connection's own, and nobody else
        /// consumed the queue when it went and when it came.
        private func proves(_ probe: ProbeID, isShared: Bool) -> Bool {
            guard let index = provable.firstIndex(of: probe) else { return false }
            provable.remove(at: index)
            return !isShared
        }

        // MARK: - Sending

        private func send(_ item: Outgoing) async throws(TransportError) {
            switch item {
            case .resync: _ = try await api.publish(.resync, to: Topology.resyncExchange)
            case .receipt(let message, let route):
                // An emitter that is gone is no error.
                _ = try await api.publish(message, to: "", routingKey: route)
            case .probe(let probe): try await restoreAndSend(probe)
            }
        }

        /// Restores the way announcements come, and sends a probe on it.
        private func restoreAndSend(_ probe: ProbeID) async throws(TransportError) {
            try await declare()
            try await api.bind(queue, to: Topology.exchange)
            if try await api.consumers(of: queue).isEmpty {
                if provable.count == Self.mostProvable { provable.removeFirst() }
                provable.append(probe)
            }
            let published = try await api.publish(OutgoingMessage(probe), to: "", routingKey: queue)
            guard published == .routed else {
                throw api.errorTexts.error(
                    .closed,
                    "the host's queue '\(queue)' was deleted; connecting again makes it anew")
            }
            pace.hurry()
        }
    }
#endif

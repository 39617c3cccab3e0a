#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    /// A host's end at the broker.
    ///
    /// Channel 1 consumes and acknowledges; channel 2 sends receipts and resync requests.
    final class SubscriptionLink: SubscribingLink {
        private static let consumeChannel: amqp_channel_t = 1
        private static let sendChannel: amqp_channel_t = 2
        /// Closed again once the durable queue is there.
        private static let declareChannel: amqp_channel_t = 3

        private enum State {
            /// The broker has yet to say whether receipts may be sent.
            case opening(Reply<Void>, until: ContinuousClock.Instant)
            case open
        }

        /// One thing to send.
        private enum Outgoing {
            case acknowledgement(AcknowledgementLedger.Frame)
            case receipt(OutgoingMessage, route: String)
            case resync
            case probe(ProbeID)
        }

        private let configuration: RabbitMQConfiguration
        private let options: SubscriptionOptions
        private let link: BrokerLink
        /// The queue that is consumed.
        private let queue: String
        private var state: State
        private var arrived = Inbox()
        /// The probes that have not come back.
        private var sentProbes: [ProbeID] = []
        private var batches = BatchWaiter()
        private var coalescing = Coalescing(at: .now)
        private var ledger = AcknowledgementLedger()
        private var outgoing: SendQueue<Outgoing>
        private var blockedReason: String?

        /// Connects, declares, binds and consumes.
        init(
            _ configuration: RabbitMQConfiguration, _ options: SubscriptionOptions
        ) throws(TransportError) {
            self.configuration = configuration
            self.options = options
            link = try BrokerLink(
                configuration, connectionName: Topology.hostConnection(of: options.hostName))
            queue = try Self.queueName(configuration, options, link.errorTexts)
            outgoing = SendQueue(timeout: configuration.publishTimeout)
            try Self.declare(queue, configuration, on: link)
            try Self.tryReceipts(on: link)
            state = .opening(Reply(), until: .now + configuration.connectTimeout)
        }

        // MARK: - Opening

        /// Waits until the broker has said whether receipts may be sent.
        func open(on connection: isolated any Actor) async throws(TransportError) {
            guard case .opening(let answer, _) = state else { return }
            try await answer.value()
        }

        private func settleOpening() {
            guard case .opening(let answer, _) = state else { return }
            state = .open
            answer.resolve(.success(()))
        }

        /// Returns the name of the host's queue.
        private static func queueName(
            _ configuration: RabbitMQConfiguration, _ options: SubscriptionOptions,
            _ errorTexts: ErrorTexts
        ) throws(TransportError) -> String {
            let name =
                configuration.queue == .durable
                ? Topology.durableQueue(of: options.hostName)
                : Topology.exclusiveQueue(of: options.hostName)
            guard name.utf8.count <= OutgoingMessage.longestText, !options.hostName.isEmpty else {
                throw errorTexts.error(
                    .configuration,
                    "the host-name must have 1 to 200 bytes, because the queue is named after it")
            }
            return name
        }

        /// Everything a host needs on the broker; consuming comes last, so that nothing arrives
        /// before all of it is there.
        private static func declare(
            _ queue: String, _ configuration: RabbitMQConfiguration, on link: BrokerLink
        ) throws(TransportError) {
            let channel = consumeChannel
            try link.openChannel(channel)
            try link.declareExchange(Topology.exchange, on: channel)
            try link.declareExchange(Topology.resyncExchange, on: channel)
            switch configuration.queue {
            case .durable: try link.declareDurableQueue(queue, on: declareChannel)
            case .exclusive: try link.declareExclusiveQueue(queue, on: channel)
            }
            try link.bind(queue, to: Topology.exchange, on: channel)
            try link.limitUnacknowledged(to: Topology.prefetch, on: channel)
            try link.openChannel(sendChannel)
            try link.consume(queue, on: channel)
        }

        /// Whether the user may send receipts shows only when one is sent: better now, and to
        /// nobody, than when somebody waits for one.
        ///
        /// The answer is not waited for here: a broker that is short of memory takes the first
        /// publish and then nothing more.
        private static func tryReceipts(on link: BrokerLink) throws(TransportError) {
            let channel = sendChannel
            let probe = OutgoingMessage(type: MessageType.receipt)
            try link.publish(
                probe, to: "", routingKey: "\(Topology.exchange).nobody", isMandatory: false,
                on: channel)
            try link.requestAnswer(on: channel)
        }

        // MARK: - Calls

        /// Waits for deliveries, unless some are there.
        func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
            batches.wait(limit: limit, reply)
        }

        /// Takes deliveries off the queue and sends receipts; the reply comes when all is sent.
        func settle(
            _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)],
            _ reply: Reply<Void>
        ) {
            for frame in ledger.acknowledge(tokens.lazy.map(\.rawValue)) {
                outgoing.append(.acknowledgement(frame))
            }
            for (receipt, address) in receipts {
                guard address.route.utf8.count <= OutgoingMessage.longestText,
                    address.correlation.utf8.count <= OutgoingMessage.longestText
                else { continue }
                let message = OutgoingMessage(receipt, correlationID: address.correlation)
                outgoing.append(.receipt(message, route: address.route))
            }
            outgoing.append(reply)
        }

        /// Asks all emitters to announce again; the reply comes when that is sent.
        func requestResync(_ reply: Reply<Void>) {
            outgoing.append(.resync)
            outgoing.append(reply)
        }

        /// Restores the way announcements come, and sends a probe after them; the reply comes when
        /// that is sent.
        func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
            outgoing.append(.probe(probe))
            outgoing.append(reply)
        }

        func close() {
            link.close()
        }

        func fail(_ error: TransportError) {
            if case .opening(let answer, _) = state { answer.resolve(.failure(error)) }
            batches.fail(error)
            outgoing.fail(error)
        }

        // MARK: - The thread's turn

        func turn() throws(TransportError) -> ConnectionThread.Wait {
            coalescing.advance(to: .now)
            let hasMore = coalescing.end == nil ? try readEvents() : false
            try sendOutgoing()
            try checkOpening()
            giveBatch()
            let timeout = hasMore ? 0 : link.millisecondsToWait(until: earliestDeadline)
            return ConnectionThread.Wait(
                socket: link.socket, wantsToRead: coalescing.end == nil,
                wantsToWrite: !outgoing.isEmpty, timeout: timeout)
        }

        private func checkOpening() throws(TransportError) {
            guard case .opening(_, until: let deadline) = state, deadline <= .now else { return }
            throw link.errorTexts.error(.timedOut, "the broker did not answer in time")
        }

        private var earliestDeadline: ContinuousClock.Instant? {
            var openingDeadline: ContinuousClock.Instant?
            if case .opening(_, until: let deadline) = state { openingDeadline = deadline }
            return [openingDeadline, outgoing.deadline, coalescing.end].compactMap(\.self).min()
        }

        private func giveBatch() {
            let count = batches.give(from: &arrived)
            if count > 0 { coalescing.gave(count, hasMore: !arrived.isEmpty, at: .now) }
        }

        // MARK: - Reading

        /// So many events are read before something else gets its turn: some milliseconds' work.
        private static let eventsPerTurn = 1024

        /// Returns whether there may be more to read at once.
        private func readEvents() throws(TransportError) -> Bool {
            for _ in 0..<Self.eventsPerTurn {
                guard let event = try link.nextEvent() else { return false }
                try handle(event)
            }
            return true
        }

        private func handle(_ event: BrokerEvent) throws(TransportError) {
            switch event {
            case .delivered(let message, let number, Self.consumeChannel):
                ledger.delivered(number)
                add(Delivery(message, number: number, domain: options.domain))
            case .consumerCancelled:
                throw link.errorTexts.error(
                    .closed, "the broker ended the consumer: the host's queue was deleted")
            case .channelClosed(_, let reason) where reason.code == BrokerReason.accessRefused:
                throw link.errorTexts.refused(refusable, reason)
            case .channelClosed(_, let reason):
                throw link.errorTexts.lost(reason)
            case .prefetchSet(Self.sendChannel):
                settleOpening()
            case .blocked(let reason):
                blockedReason = reason
                settleOpening()
            case .unblocked:
                blockedReason = nil
            case .confirmed, .rejected, .returned, .delivered, .consuming, .prefetchSet, .other:
                break
            }
        }

        /// A probe of this connection's own proves what came before it; anybody can send others.
        private func add(_ delivery: Delivery) {
            guard case .probe(let probe) = delivery.content,
                let index = sentProbes.firstIndex(of: probe)
            else { return arrived.append(delivery) }
            sentProbes.removeFirst(index + 1)
            arrived.appendBehindAll(delivery)
        }

        /// The operation that the broker would refuse now.
        private var refusable: String {
            switch state {
            case .opening: "the default exchange (receipts)"
            case .open: "what a host needs"
            }
        }

        // MARK: - Sending

        /// So many frames are sent before the socket is asked again whether it takes more.
        private static let framesPerCheck = 8
        /// So many frames are sent before it is read again.
        private static let framesPerTurn = 512
        /// More probes than this on their way tell nothing new.
        private static let mostProbes = 64

        private func sendOutgoing() throws(TransportError) {
            var sent = 0
            while !outgoing.isEmpty, sent < Self.framesPerTurn {
                if sent % Self.framesPerCheck == 0, !link.canWrite() {
                    return try checkSendDeadline()
                }
                guard let item = outgoing.popFirst() else { return }
                sent += 1
                try send(item)
            }
        }

        private func send(_ item: Outgoing) throws(TransportError) {
            switch item {
            case .acknowledgement(let frame):
                try link.acknowledge(
                    frame.number, multiple: frame.multiple, on: Self.consumeChannel)
            case .receipt(let message, let route):
                try link.publish(
                    message, to: "", routingKey: route, isMandatory: false, on: Self.sendChannel)
            case .resync:
                try link.publish(
                    .resync, to: Topology.resyncExchange, isMandatory: false, on: Self.sendChannel)
            case .probe(let probe): try sendProbe(probe)
            }
        }

        /// Restores the exchanges and the binding, and sends a probe to the queue.
        ///
        /// Somebody may have deleted an exchange and declared it again: then the queue is bound to
        /// nothing, and no notice comes. So all of it is declared and bound again without waiting
        /// for answers (what exists with other properties closes the channel), and the probe goes
        /// straight to the queue, because every other host and every receiver of 2014 would get
        /// what goes to the exchange.
        private func sendProbe(_ probe: ProbeID) throws(TransportError) {
            for exchange in [Topology.exchange, Topology.resyncExchange] {
                try link.requestExchange(exchange, on: Self.sendChannel)
            }
            try link.requestBinding(of: queue, to: Topology.exchange, on: Self.sendChannel)
            if sentProbes.count == Self.mostProbes { sentProbes.removeFirst() }
            sentProbes.append(probe)
            try link.publish(
                OutgoingMessage(probe), to: "", routingKey: queue, isMandatory: false,
                on: Self.sendChannel)
        }

        private func checkSendDeadline() throws(TransportError) {
            guard let deadline = outgoing.deadline, deadline <= .now else { return }
            let blocked = blockedReason.map { " (it blocks publishers: \($0))" } ?? ""
            throw link.errorTexts.error(
                .timedOut,
                "the broker took nothing for \(configuration.publishTimeout)\(blocked); "
                    + "check its memory and disk")
        }
    }
#endif

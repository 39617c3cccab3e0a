#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    extension SubscriptionConnection {
        /// So many frames are sent before the socket is asked again whether it takes more.
        private static let framesPerCheck = 8
        /// So many frames are sent before it is read again.
        private static let framesPerTurn = 512
        /// After a batch of several, or of one that came soon after another, whatever comes is coalesced
        /// at the socket for so long, to be one batch.
        ///
        /// Of a thousand a second that come one by one, each would wake two threads and be
        /// acknowledged by itself, which costs more than all that is done with it.
        private static let coalescingDelay = Duration.milliseconds(5)
        /// So soon after another batch.
        private static let burstWindow = Duration.milliseconds(2)
        /// More probes than this on their way tell nothing new.
        private static let mostProbes = 64
        /// A batch of so many is worth its wakes.
        private static let largeBatch = 64

        func turn() -> ConnectionThread.Wait {
            guard let link else { return ConnectionThread.Wait() }
            if let coalescingEnd, coalescingEnd <= .now { self.coalescingEnd = nil }
            let hasMore: Bool
            do throws(TransportError) {
                hasMore = coalescingEnd == nil ? try readEvents(link) : false
                try sendOutgoing(link)
                if opening != nil, openingDeadline <= .now {
                    throw link.errorTexts.error(.timedOut, "the broker did not answer in time")
                }
            } catch {
                fail(error)
                return ConnectionThread.Wait()
            }
            giveBatch()
            let timeout = hasMore ? 0 : link.millisecondsToWait(until: earliestDeadline)
            return ConnectionThread.Wait(
                socket: link.socket, wantsToRead: coalescingEnd == nil,
                wantsToWrite: !outgoing.isEmpty, timeout: timeout)
        }

        private var earliestDeadline: ContinuousClock.Instant? {
            let instants = [opening == nil ? nil : openingDeadline, sendDeadline, coalescingEnd]
            return instants.compactMap(\.self).min()
        }

        /// Everything a host needs on the broker; consuming comes last, so that nothing arrives
        /// before all of it is there.
        func declare(on link: BrokerLink) throws(TransportError) {
            let channel = Self.consumeChannel
            queue = try queueName(link.errorTexts)
            try link.openChannel(channel)
            try link.declareExchange(Topology.exchange, on: channel)
            try link.declareExchange(Topology.resyncExchange, on: channel)
            switch configuration.queue {
            case .durable: try link.declareDurableQueue(queue, on: Self.declareChannel)
            case .exclusive: try link.declareExclusiveQueue(queue, on: channel)
            }
            try link.bind(queue, to: Topology.exchange, on: channel)
            try link.limitUnacknowledged(to: Topology.prefetch, on: channel)
            try link.openChannel(Self.sendChannel)
            try link.consume(queue, on: channel)
        }

        /// Whether the user may send receipts shows only when one is sent: better now, and to
        /// nobody, than when somebody waits for one.
        ///
        /// The answer is not waited for here: a broker that is short of memory takes the first
        /// publish and then nothing more.
        func tryReceipts(on link: BrokerLink) throws(TransportError) {
            let channel = Self.sendChannel
            let probe = OutgoingMessage(type: MessageType.receipt)
            try link.publish(
                probe, to: "", routingKey: "\(Topology.exchange).nobody", isMandatory: false,
                on: channel)
            try link.requestAnswer(on: channel)
        }

        /// The subscription is open; a caller that gave up meanwhile leaves nothing behind.
        private func settleOpening() {
            guard let reply = opening else { return }
            opening = nil
            if !reply.resolve(.success(())) { close(Reply()) }
        }

        private func queueName(_ errorTexts: ErrorTexts) throws(TransportError) -> String {
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

        /// Returns whether there may be more to read at once.
        private func readEvents(_ link: BrokerLink) throws(TransportError) -> Bool {
            for _ in 0..<Self.eventsPerTurn {
                guard let event = try link.nextEvent() else { return false }
                try handle(event, link.errorTexts)
            }
            return true
        }

        private func handle(
            _ event: BrokerEvent, _ errorTexts: ErrorTexts
        ) throws(TransportError) {
            switch event {
            case .delivered(let message, let number, Self.consumeChannel):
                ledger.delivered(number)
                add(Delivery(message, number: number, domain: options.domain))
            case .consumerCancelled:
                throw errorTexts.error(
                    .closed, "the broker ended the consumer: the host's queue was deleted")
            case .channelClosed(_, let reason) where reason.code == BrokerReason.accessRefused:
                let what = opening == nil ? "what a host needs" : "the default exchange (receipts)"
                throw errorTexts.refused(what, reason)
            case .channelClosed(_, let reason):
                throw errorTexts.lost(reason)
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

        private func giveBatch() {
            guard let waiting = waiter, !waiting.reply.isSettled, !arrived.isEmpty else { return }
            let batch = arrived.take(waiting.limit)
            waiter = nil
            // Who has given up gets nothing, and what arrived waits for the next.
            guard waiting.reply.resolve(.success(batch)) else { return arrived.putBack(batch) }
            coalesce(after: batch.count)
        }

        private func coalesce(after count: Int) {
            let now = ContinuousClock.now
            let isAlone = count == 1 && now > lastBatch + Self.burstWindow
            lastBatch = now
            // What has arrived already and is still to be given needs no more of it.
            guard !isAlone, count < Self.largeBatch, arrived.isEmpty else { return }
            coalescingEnd = now + Self.coalescingDelay
        }

        private func sendOutgoing(_ link: BrokerLink) throws(TransportError) {
            var sent = 0
            while let item = outgoing.first, sent < Self.framesPerTurn {
                if sent % Self.framesPerCheck == 0, !link.canWrite() {
                    return try checkSendDeadline(link)
                }
                outgoing.removeFirst()
                sent += 1
                try send(item, link)
                sendDeadline = .now + configuration.publishTimeout
            }
            if outgoing.isEmpty { sendDeadline = nil }
        }

        private func send(_ item: Outgoing, _ link: BrokerLink) throws(TransportError) {
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
            case .probe(let probe):
                try sendProbe(probe, link)
            case .done(let reply):
                reply.resolve(.success(()))
            }
        }

        /// Restores the exchanges and the binding, and sends a probe to the queue.
        ///
        /// Somebody may have deleted an exchange and declared it again: then the queue is bound to
        /// nothing, and no notice comes. So all of it is declared and bound again without waiting
        /// for answers (what exists with other properties closes the channel), and the probe goes
        /// straight to the queue, because every other host and every receiver of 2014 would get
        /// what goes to the exchange.
        private func sendProbe(_ probe: ProbeID, _ link: BrokerLink) throws(TransportError) {
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

        private func checkSendDeadline(_ link: BrokerLink) throws(TransportError) {
            guard let sendDeadline, sendDeadline <= .now else { return }
            let blocked = blockedReason.map { " (it blocks publishers: \($0))" } ?? ""
            throw link.errorTexts.error(
                .timedOut,
                "the broker took nothing for \(configuration.publishTimeout)\(blocked); "
                    + "check its memory and disk")
        }
    }
#endif

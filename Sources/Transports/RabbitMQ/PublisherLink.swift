#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    /// An emitter's end at the broker.
    ///
    /// Channel 1 publishes and gets the receipts, which RabbitMQ's direct reply-to wants on the
    /// same channel; channel 2 hears resync requests, so that a missing permission or exchange
    /// there closes channel 2 alone.
    final class PublisherLink: PublishingLink {
        private static let publishChannel: amqp_channel_t = 1
        private static let resyncChannel: amqp_channel_t = 2

        private enum State {
            /// The broker has yet to say whether resync requests are heard.
            case opening(Reply<Void>, until: ContinuousClock.Instant)
            case open
        }

        /// Whether resync requests are heard.
        private enum Resync {
            /// Nobody asked for it, or the user may not.
            case off
            /// The broker was asked, and has not answered.
            case asking(afterMissing: Bool)
            /// They are heard.
            case bound
            /// No host has made the exchange yet; when to ask again.
            case missing(retry: ContinuousClock.Instant)
        }

        /// A publication that is not sent yet.
        private struct Waiting {
            var entry: ConfirmLedger.Entry
            var publication: Publication
        }

        private let configuration: RabbitMQConfiguration
        private let options: PublisherOptions
        private let link: BrokerLink
        private var state: State
        private var isChannelOpen = false
        private var waiting = Fifo<Waiting>()
        private var ledger = ConfirmLedger()
        private var calls = PublishCalls()
        private var blockedReason: String?
        private var signals = SignalQueue()
        private var resync = Resync.off
        private var isResyncChannelOpen = false

        /// Connects, and asks to hear what comes back.
        init(
            _ configuration: RabbitMQConfiguration, _ options: PublisherOptions
        ) throws(TransportError) {
            self.configuration = configuration
            self.options = options
            let timeout = min(
                configuration.connectTimeout, options.timeout ?? configuration.connectTimeout)
            state = .opening(Reply(), until: .now + timeout)
            link = try BrokerLink(
                configuration, connectionName: "my-docker-network emitter", within: options.timeout)
            try openChannel()
            try listenForResync()
            settleOpening()
        }

        // MARK: - Opening

        /// Waits until resync requests are heard, or cannot be.
        func open(on connection: isolated any Actor) async throws(TransportError) {
            guard case .opening(let answer, _) = state else { return }
            try await answer.value()
        }

        private func settleOpening() {
            if case .asking = resync { return }
            guard case .opening(let answer, _) = state else { return }
            state = .open
            answer.resolve(.success(()))
        }

        /// Opens channel 1 and, on it, hears receipts; the answers are not waited for.
        private func openChannel() throws(TransportError) {
            let channel = Self.publishChannel
            try link.requestChannel(channel)
            try link.requestConfirms(channel)
            if options.hearsReceipts {
                try link.requestConsumer(
                    of: Topology.directReplyTo, exclusive: false, waits: false, on: channel)
            }
            ledger = ConfirmLedger()
            isChannelOpen = true
        }

        // MARK: - Calls

        /// Sends announcements; the reply comes with the last of their confirms.
        func publish(
            _ publications: [Publication], _ reply: Reply<[PublishOutcome]>
        ) throws(TransportError) {
            if !isChannelOpen { try openChannel() }
            if case .missing = resync { try listenForResync() }
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
            signals.wait(reply)
        }

        func close() {
            link.close()
        }

        func fail(_ error: TransportError) {
            if case .opening(let answer, _) = state { answer.resolve(.failure(error)) }
            failCalls(error)
            signals.fail(error)
        }

        /// Ends every call that waits for confirms.
        private func failCalls(_ error: TransportError) {
            waiting.removeAll()
            ledger = ConfirmLedger()
            calls.fail(error)
        }

        /// The time that the broker may take to confirm what one call published.
        ///
        /// One that says that it takes nothing just now would say so to the next connection, too.
        private var publishTimeout: Duration {
            guard blockedReason == nil, let timeout = options.timeout else {
                return configuration.publishTimeout
            }
            return min(configuration.publishTimeout, timeout)
        }

        // MARK: - The thread's turn

        func turn() throws(TransportError) -> ConnectionThread.Wait {
            let hasMore = try readEvents()
            try sendWaiting()
            try checkDeadlines()
            signals.give()
            let timeout = hasMore ? 0 : link.millisecondsToWait(until: earliestDeadline)
            return ConnectionThread.Wait(
                socket: link.socket, wantsToWrite: !waiting.isEmpty, timeout: timeout)
        }

        private func checkDeadlines() throws(TransportError) {
            let now = ContinuousClock.now
            if let deadline = calls.earliestDeadline, deadline <= now {
                let blocked = blockedReason.map { " (it blocks publishers: \($0))" } ?? ""
                throw link.errorTexts.error(
                    .timedOut,
                    "the broker confirmed nothing for \(publishTimeout)\(blocked); "
                        + "check its memory and disk")
            }
            if case .opening(_, until: let deadline) = state, deadline <= now {
                throw link.errorTexts.error(.timedOut, "the broker did not answer in time")
            }
            if case .missing(let retry) = resync, retry <= now { try listenForResync() }
        }

        private var earliestDeadline: ContinuousClock.Instant? {
            var instants: [ContinuousClock.Instant] = []
            if let deadline = calls.earliestDeadline { instants.append(deadline) }
            if case .opening(_, until: let deadline) = state { instants.append(deadline) }
            if case .missing(let retry) = resync { instants.append(retry) }
            return instants.min()
        }

        // MARK: - Publishing

        /// So many events are read before something else gets its turn.
        private static let eventsPerTurn = 8192
        /// So many messages are sent before the socket is asked again whether it takes more.
        private static let messagesPerCheck = 8
        /// So many messages are sent before it is read again.
        private static let messagesPerTurn = 512

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
            case .confirmed(let number, let multiple):
                settle(ledger.settle(number, multiple: multiple, refusal: nil))
            case .rejected(let number, let multiple):
                let text = "the broker could not take it (basic.nack); see the broker's log"
                settle(ledger.settle(number, multiple: multiple, refusal: text))
            case .returned(let message, _):
                ledger.returned(messageID: message.messageID)
            case .delivered(let message, _, let channel):
                hear(message, on: channel)
            case .channelClosed(Self.publishChannel, let reason):
                isChannelOpen = false
                failCalls(unpublishable(reason))
            case .channelClosed, .consuming(Self.resyncChannel),
                .consumerCancelled(Self.resyncChannel):
                handleResync(event)
            case .blocked(let reason):
                let former = publishTimeout
                blockedReason = reason
                calls.postpone(by: publishTimeout - former)
            case .unblocked:
                blockedReason = nil
            case .consuming, .prefetchSet, .consumerCancelled, .other:
                break
            }
        }

        private func unpublishable(_ reason: BrokerReason) -> TransportError {
            guard reason.code == BrokerReason.notFound else {
                return link.errorTexts.refused("exchange '\(Topology.exchange)'", reason)
            }
            return link.errorTexts.error(
                .noHost,
                "no host listens: there is no exchange '\(Topology.exchange)'; "
                    + "start the host service")
        }

        private func settle(_ settlements: [ConfirmLedger.Settlement]) {
            for settlement in settlements {
                let entry = settlement.entry
                calls.settle(entry.call, entry.position, settlement.outcome)
            }
        }

        /// Sends while the socket takes it; what a cancelled call had not sent is forgotten.
        private func sendWaiting() throws(TransportError) {
            var sent = 0
            while let next = waiting.first, sent < Self.messagesPerTurn {
                if sent % Self.messagesPerCheck == 0, !link.canWrite() { return }
                waiting.removeFirst()
                guard calls.isAwaited(next.entry.call) else { continue }
                ledger.publish(next.entry)
                sent += 1
                let message = OutgoingMessage(
                    next.publication, user: configuration.user,
                    canHearReceipts: options.hearsReceipts)
                try link.publish(
                    message, to: Topology.exchange, isMandatory: true, on: Self.publishChannel)
            }
        }

        // MARK: - Signals

        /// The time to wait for the exchange of resync requests before asking again.
        ///
        /// Less than a second, so that a host that comes is known about within two; at random, so
        /// that those who lost the same broker do not ask in step.
        private static var resyncRetryInterval: Duration {
            .milliseconds(Int.random(in: 600...850))
        }

        /// Makes a queue and binds it; the answers are not waited for.
        ///
        /// Binding to an exchange that is not there closes the channel.
        private func listenForResync() throws(TransportError) {
            guard options.hearsResync, let instance = options.instance else { return }
            let channel = Self.resyncChannel
            let queue = Topology.emitterQueue(of: instance)
            if !isResyncChannelOpen { try link.requestChannel(channel) }
            isResyncChannelOpen = true
            try link.requestExclusiveQueue(queue, on: channel)
            try link.requestBinding(of: queue, to: Topology.resyncExchange, on: channel)
            try link.requestConsumer(of: queue, exclusive: true, waits: true, on: channel)
            var afterMissing = false
            if case .missing = resync { afterMissing = true }
            resync = .asking(afterMissing: afterMissing)
        }

        /// Handles what the broker answers on channel 2.
        private func handleResync(_ event: BrokerEvent) {
            switch event {
            case .consuming:
                // A host that came meanwhile has asked before this queue could hear it.
                if case .asking(afterMissing: true) = resync { signals.addResync() }
                resync = .bound
            case .consumerCancelled:
                resync = .missing(retry: .now + Self.resyncRetryInterval)
            case .channelClosed(_, let reason):
                isResyncChannelOpen = false
                if reason.code == BrokerReason.notFound {
                    resync = .missing(retry: .now + Self.resyncRetryInterval)
                } else {
                    resync = .off
                    signals.addUnheardResync(link.errorTexts.unheardResync(reason))
                }
            default:
                break
            }
            settleOpening()
        }

        /// Keeps a signal that came.
        private func hear(_ message: IncomingMessage, on channel: amqp_channel_t) {
            if channel == Self.resyncChannel {
                if message.type == MessageType.resync { signals.addResync() }
            } else if let signal = message.receiptSignal {
                signals.add(signal)
            }
        }
    }

    extension IncomingMessage {
        /// The receipt that this is, or nil.
        fileprivate var receiptSignal: PublisherSignal? {
            guard type == MessageType.receipt, let correlationID, let host else { return nil }
            let name = host.printable(longest: 255)
            let receipt = Receipt(
                hostName: name, body: body, state: state,
                reason: reason?.printable(longest: 1024))
            return receipt.map { .receipt($0, messageID: correlationID) }
        }
    }
#endif

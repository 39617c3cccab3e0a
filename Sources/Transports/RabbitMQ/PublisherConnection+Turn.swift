#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    extension PublisherConnection {
        /// So many messages are sent before the socket is asked again whether it takes more.
        private static let messagesPerCheck = 8
        /// So many messages are sent before it is read again.
        private static let messagesPerTurn = 512

        func turn() -> ConnectionThread.Wait {
            guard let link else { return ConnectionThread.Wait() }
            let hasMore: Bool
            do throws(TransportError) {
                hasMore = try readEvents(link)
                try sendWaiting(link)
                try checkDeadlines(link)
            } catch {
                fail(error)
                return ConnectionThread.Wait()
            }
            giveSignal()
            let timeout = hasMore ? 0 : millisecondsToWait(link)
            return ConnectionThread.Wait(
                socket: link.socket, wantsToWrite: !waiting.isEmpty, timeout: timeout)
        }

        /// Opens channel 1 and, on it, hears receipts; the answers are not waited for.
        func openChannel(_ link: BrokerLink) throws(TransportError) {
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

        /// Returns whether there may be more to read at once.
        private func readEvents(_ link: BrokerLink) throws(TransportError) -> Bool {
            for _ in 0..<Self.eventsPerTurn {
                guard let event = try link.nextEvent() else { return false }
                try handle(event, link)
            }
            return true
        }

        private func handle(_ event: BrokerEvent, _ link: BrokerLink) throws(TransportError) {
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
                failCalls(unpublishable(reason, link.errorTexts))
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

        private func unpublishable(
            _ reason: BrokerReason, _ errorTexts: ErrorTexts
        ) -> TransportError {
            guard reason.code == BrokerReason.notFound else {
                return errorTexts.refused("exchange '\(Topology.exchange)'", reason)
            }
            return errorTexts.error(
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
        private func sendWaiting(_ link: BrokerLink) throws(TransportError) {
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

        private func checkDeadlines(_ link: BrokerLink) throws(TransportError) {
            let now = ContinuousClock.now
            if let deadline = calls.earliestDeadline, deadline <= now {
                let blocked = blockedReason.map { " (it blocks publishers: \($0))" } ?? ""
                throw link.errorTexts.error(
                    .timedOut,
                    "the broker confirmed nothing for \(publishTimeout)\(blocked); "
                        + "check its memory and disk")
            }
            if opening != nil, openingDeadline <= now {
                throw link.errorTexts.error(.timedOut, "the broker did not answer in time")
            }
            if case .missing(let retry) = resync, retry <= now { try listenForResync(link) }
            settleOpening()
        }

        /// A caller that gave up while the connection was made leaves nothing behind.
        func settleOpening() {
            guard let reply = opening else { return }
            if case .asking = resync { return }
            opening = nil
            guard !reply.resolve(.success(())) else { return }
            close(Reply())
        }

        private func millisecondsToWait(_ link: BrokerLink) -> CInt {
            var instants: [ContinuousClock.Instant] = []
            if let deadline = calls.earliestDeadline { instants.append(deadline) }
            if opening != nil { instants.append(openingDeadline) }
            if case .missing(let retry) = resync { instants.append(retry) }
            return link.millisecondsToWait(until: instants.min())
        }
    }
#endif

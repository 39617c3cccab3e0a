#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    extension PublisherConnection {
        /// Makes a queue and binds it; the answers are not waited for.
        ///
        /// Binding to an exchange that is not there closes the channel.
        func listenForResync(_ link: BrokerLink) throws(TransportError) {
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

        /// What the broker answers on channel 2.
        func handleResync(_ event: BrokerEvent) {
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
                    if let link {
                        signals.addUnheardResync(link.errorTexts.unheardResync(reason))
                    }
                }
            default:
                break
            }
            settleOpening()
        }

        /// Keeps a signal that came.
        func hear(_ message: IncomingMessage, on channel: amqp_channel_t) {
            if channel == Self.resyncChannel {
                if message.type == MessageType.resync { signals.addResync() }
            } else if let signal = message.receiptSignal {
                signals.add(signal)
            }
        }

        /// Gives the first signal to whoever waits for one.
        func giveSignal() {
            guard let reply = signalWaiter, let signal = signals.first else { return }
            signalWaiter = nil
            if reply.resolve(.success(signal)) { signals.removeFirst() }
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

#if RabbitMQManagement
    import DockerNetworkConnection
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    extension SubscriptionSession {
        /// So many messages that are not acknowledged are held.
        private static let mostHeld = 5_000
        /// More probes than this on their way tell nothing new.
        private static let mostProvable = 64

        /// Does what is due, one thing after the other, until the connection is over.
        func work() async {
            do throws(TransportError) {
                while let api, let client { try await step(api, client) }
            } catch {
                end(error)
            }
        }

        private func step(_ api: ManagementAPI, _ client: HTTPClient) async throws(TransportError) {
            giveBatch()
            if let item = outgoing.first {
                try await send(item, api)
                // What was sent stays first until then, so that an end finds its reply.
                if !outgoing.isEmpty { outgoing.removeFirst() }
                return
            }
            if mirror.removable > 0 { return try await remove(api) }
            for reply in acknowledgers { reply.resolve(.success(())) }
            acknowledgers = []
            let isWanted = waiter.map { !$0.reply.isSettled } ?? false
            guard isWanted, mirror.count < Self.mostHeld else {
                return try await client.pause(until: .now + .seconds(3600))
            }
            guard pace.isDue else { return try await client.pause(until: pace.next) }
            try await look(api)
        }

        private func giveBatch() {
            guard let waiting = waiter, !waiting.reply.isSettled, !arrived.isEmpty else { return }
            let batch = arrived.take(waiting.limit)
            waiter = nil
            // Who has given up gets nothing, and what arrived waits for the next.
            if !waiting.reply.resolve(.success(batch)) { arrived.putBack(batch) }
        }

        // MARK: - Receiving

        private func look(_ api: ManagementAPI) async throws(TransportError) {
            let held = mirror.count
            // As many as may come, whatever is wanted now: what arrived is given out in turns.
            let asked = held + portion
            switch try await api.messages(asked, of: queue, removing: false) {
            case .messages(let found):
                portion = min(portion * 2, Self.largestPortion)
                let new = mirror.saw(found, asked: asked)
                pace.looked(foundNew: !new.isEmpty, foundAll: found.count < asked)
                try await take(new, api)
            case .tooMuch where portion > 1:
                portion /= 2
            case .tooMuch where held > 0:
                // One that cannot be read stands behind what is not acknowledged yet.
                pace.looked(foundNew: false, foundAll: true)
            case .tooMuch:
                try await removeUnreadable(api)
            }
        }

        /// Removes what is acknowledged at the head of the queue.
        private func remove(_ api: ManagementAPI) async throws(TransportError) {
            let asked = mirror.removable
            guard
                case .messages(let found) = try await api.messages(asked, of: queue, removing: true)
            else {
                throw api.errorTexts.error(
                    .closed, "what was removed cannot be read; connecting again may help")
            }
            try await take(mirror.removed(found, asked: asked), api)
        }

        /// Takes the oldest message away, which no look can read: everything behind it waits.
        private func removeUnreadable(_ api: ManagementAPI) async throws(TransportError) {
            _ = try await api.messages(1, of: queue, removing: true)
            let token = Delivery.Token(rawValue: mirror.numberOfUnreadable())
            arrived.append(Delivery(token: token, content: .malformed(.unreadable)))
        }

        private func take(
            _ arrivals: [QueueMirror.Arrival], _ api: ManagementAPI
        ) async throws(TransportError) {
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

        private func send(_ item: Outgoing, _ api: ManagementAPI) async throws(TransportError) {
            switch item {
            case .done(let reply):
                reply.resolve(.success(()))
            case .resync:
                _ = try await api.publish(.resync, to: Topology.resyncExchange)
            case .receipt(let message, let route):
                // An emitter that is gone is no error.
                _ = try await api.publish(message, to: "", routingKey: route)
            case .probe(let probe):
                try await sendProbe(probe, api)
            }
        }

        /// Restores the way announcements come, and sends a probe on it.
        private func sendProbe(
            _ probe: ProbeID, _ api: ManagementAPI
        ) async throws(TransportError) {
            try await declare(api)
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

#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker

    /// A host's knowledge of its queue: the messages that it has seen there and not removed, in
    /// their order, and which of them are acknowledged.
    ///
    /// The API has no acknowledgement: a look leaves messages in their places, and only the oldest can
    /// be removed. So what was acknowledged is removed once nothing older is open. The API names no
    /// message either; each look is compared with the last one. Messages keep their order, and the
    /// broker marks what somebody has looked at: what is not marked is new.
    struct QueueMirror {
        /// A message that came, and its number.
        struct Arrival: Hashable, Sendable {
            var number: UInt64
            var message: IncomingMessage
        }

        private struct Item {
            var arrival: Arrival
            var isAcknowledged = false
        }

        private var items: [Item] = []
        private var lastNumber: UInt64 = 0

        /// The number of messages that are known to be in the queue.
        var count: Int { items.count }

        /// The number of the oldest messages that are acknowledged, and so can be removed.
        var removable: Int { items.prefix { $0.isAcknowledged }.count }

        /// Notes acknowledgements; numbers that are not in the queue are passed over.
        mutating func acknowledge(_ numbers: some Sequence<UInt64>) {
            let numbers = Set(numbers)
            guard !numbers.isEmpty else { return }
            for index in items.indices where numbers.contains(items[index].arrival.number) {
                items[index].isAcknowledged = true
            }
        }

        /// Notes what a look found, which leaves everything in the queue.
        ///
        /// - Parameters:
        ///   - found: The oldest messages, the oldest first.
        ///   - asked: How many were asked for; fewer found means that there are no more.
        /// - Returns: The new ones.
        mutating func saw(_ found: [QueuedMessage], asked: Int) -> [Arrival] {
            var kept: [Item] = []
            var new: [Arrival] = []
            var next = 0
            for message in found {
                if let index = place(of: message, from: next) {
                    // What stood between has gone: it expired, or somebody else has taken it.
                    kept.append(items[index])
                    next = index + 1
                } else {
                    let arrival = number(message)
                    kept.append(Item(arrival: arrival))
                    new.append(arrival)
                }
            }
            if found.count == asked { kept += items[next...] }
            items = kept
            return new
        }

        /// Notes what was removed from the head of the queue.
        ///
        /// - Returns: What was removed although it was never seen, because older messages had gone
        ///   meanwhile: from now on it is nowhere else.
        mutating func removed(_ found: [QueuedMessage], asked: Int) -> [Arrival] {
            var new: [Arrival] = []
            var next = 0
            for message in found {
                if let index = place(of: message, from: next) {
                    next = index + 1
                } else {
                    new.append(number(message))
                }
            }
            items = found.count == asked ? Array(items[next...]) : []
            return new
        }

        /// A number for a message that cannot be read, and is in the queue no more.
        mutating func numberOfUnreadable() -> UInt64 {
            lastNumber += 1
            return lastNumber
        }

        private func place(of message: QueuedMessage, from index: Int) -> Int? {
            guard message.wasSeen else { return nil }
            return items[index...].firstIndex { $0.arrival.message == message.message }
        }

        private mutating func number(_ message: QueuedMessage) -> Arrival {
            lastNumber += 1
            return Arrival(number: lastNumber, message: message.message)
        }
    }
#endif

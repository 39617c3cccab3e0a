#if RabbitMQ
    import DockerNetwork
    import DockerNetworkConnection

    /// The messages that were published on one channel and are not answered yet.
    ///
    /// The broker numbers what it gets from 1. For what it cannot route it first sends the message
    /// back and then confirms it all the same (RabbitMQ, "Publisher Confirms"), so what came back
    /// is marked until then.
    struct ConfirmLedger {
        /// One publication of one call.
        struct Entry {
            /// The call's number.
            var call: Int
            /// The entry's place in the call.
            var position: Int
            /// The message's identity.
            var messageID: String
        }

        /// The outcome of one entry.
        struct Settlement {
            var entry: Entry
            var outcome: PublishOutcome
        }

        private struct Line {
            var entry: Entry
            var isReturned = false
            var isSettled = false
        }

        private var lines = Fifo<Line>()
        /// The number of the first line.
        private var firstNumber: UInt64 = 1
        /// The number that the next message to come back most likely has: they come in order.
        private var nextReturned: UInt64 = 1

        /// The number of messages that are not answered.
        var count: Int { lines.count }

        /// Writes down what is published next.
        mutating func publish(_ entry: Entry) {
            lines.append(Line(entry: entry))
        }

        /// Marks what the broker could not route.
        mutating func returned(messageID: String?) {
            guard let messageID else { return }
            let start = Int(clamping: nextReturned - min(nextReturned, firstNumber))
            guard
                let index = find(messageID, in: min(start, lines.count)..<lines.count)
                    ?? find(messageID, in: 0..<min(start, lines.count))
            else { return }
            lines[index].isReturned = true
            nextReturned = firstNumber + UInt64(index) + 1
        }

        /// Settles what the broker confirms or rejects: one number, or all up to it.
        mutating func settle(
            _ number: UInt64, multiple: Bool, refusal: String?
        ) -> [Settlement] {
            guard number >= firstNumber, number - firstNumber < UInt64(lines.count) else {
                return []
            }
            let last = Int(number - firstNumber)
            var settlements: [Settlement] = []
            for index in (multiple ? 0 : last)...last where !lines[index].isSettled {
                lines[index].isSettled = true
                let line = lines[index]
                let outcome = refusal.map { PublishOutcome.refused($0) }
                settlements.append(
                    Settlement(
                        entry: line.entry,
                        outcome: outcome ?? (line.isReturned ? .noReceiver : .routed)))
            }
            removeSettled()
            return settlements
        }

        private func find(_ messageID: String, in range: Range<Int>) -> Int? {
            range.first { index in
                let line = lines[index]
                return !line.isSettled && !line.isReturned && line.entry.messageID == messageID
            }
        }

        private mutating func removeSettled() {
            var count = 0
            while count < lines.count, lines[count].isSettled { count += 1 }
            guard count > 0 else { return }
            lines.removeFirst(count)
            firstNumber += UInt64(count)
        }
    }
#endif

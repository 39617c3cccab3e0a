#if RabbitMQ
    import DockerNetwork

    /// Which deliveries of one channel are not acknowledged, and in how few frames they can be.
    ///
    /// The broker numbers deliveries from 1 without a gap, so what is open is the range behind the
    /// longest acknowledged prefix, but for single numbers in it.
    struct AcknowledgementLedger {
        /// One frame: a number, or all up to it.
        struct Frame: Hashable {
            var number: UInt64
            var multiple: Bool
        }

        /// The lowest number that is not acknowledged.
        private var lowest: UInt64 = 1
        /// The highest number that was delivered.
        private var highest: UInt64 = 0
        /// The numbers above `lowest` that are acknowledged.
        private var single: Set<UInt64> = []

        /// The number of deliveries that are not acknowledged.
        var count: Int { Int(highest + 1 - lowest) - single.count }

        /// Writes down a delivery.
        mutating func delivered(_ number: UInt64) {
            highest = max(highest, number)
        }

        /// Writes down acknowledgements, and says what to send for them; numbers that are not open
        /// are passed over.
        ///
        /// A frame for several must name a number that is open: the broker refuses a number it
        /// does not know, and that closes the channel.
        mutating func acknowledge(_ numbers: some Sequence<UInt64>) -> [Frame] {
            let open = Set(numbers).filter {
                $0 >= lowest && $0 <= highest && !single.contains($0)
            }
            guard !open.isEmpty else { return [] }
            single.formUnion(open)
            while single.remove(lowest) != nil { lowest += 1 }
            var frames: [Frame] = []
            var lastOfPrefix: UInt64?
            for number in open.sorted() {
                if number < lowest {
                    lastOfPrefix = number
                } else {
                    frames.append(Frame(number: number, multiple: false))
                }
            }
            if let lastOfPrefix {
                frames.insert(Frame(number: lastOfPrefix, multiple: true), at: 0)
            }
            return frames
        }
    }
#endif

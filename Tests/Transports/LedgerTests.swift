#if RabbitMQ
    import DockerNetworkConnection
    import DockerNetwork
    import TestSupport
    import Testing

    @testable import DockerNetworkRabbitMQ

    struct LedgerTests {
        private func entry(_ position: Int, _ messageID: String) -> ConfirmLedger.Entry {
            ConfirmLedger.Entry(call: 1, position: position, messageID: messageID)
        }

        @Test func confirmsSettleOnceAndInOrder() {
            var ledger = ConfirmLedger()
            for number in 0..<5 { ledger.publish(entry(number, "\(number)")) }
            #expect(ledger.settle(3, multiple: false, refusal: nil).map(\.entry.position) == [2])
            #expect(ledger.settle(3, multiple: false, refusal: nil).isEmpty)
            let upTo4 = ledger.settle(4, multiple: true, refusal: nil)
            #expect(upTo4.map(\.entry.position) == [0, 1, 3])
            #expect(ledger.settle(0, multiple: true, refusal: nil).isEmpty)
            #expect(ledger.settle(6, multiple: true, refusal: nil).isEmpty)
            #expect(
                ledger.settle(5, multiple: false, refusal: "no").map(\.outcome) == [.refused("no")])
            #expect(ledger.count == 0)
        }

        @Test func whatComesBackHadNoReceiver() {
            var ledger = ConfirmLedger()
            // The same identity twice: a repeated publish keeps it.
            for (position, identity) in ["a", "b", "a"].enumerated() {
                ledger.publish(entry(position, identity))
            }
            ledger.returned(messageID: "a")
            ledger.returned(messageID: nil)
            ledger.returned(messageID: "unknown")
            let settled = ledger.settle(3, multiple: true, refusal: nil)
            #expect(settled.map(\.outcome) == [.noReceiver, .routed, .routed])
            ledger.publish(entry(3, "a"))
            ledger.returned(messageID: "a")
            #expect(ledger.settle(4, multiple: false, refusal: nil).map(\.outcome) == [.noReceiver])
        }

        /// Against a model: a plain dictionary of what is open.
        @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
        func confirmsAgreeWithAModel(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            var ledger = ConfirmLedger()
            var open: [UInt64: Bool] = [:]
            var published: UInt64 = 0
            for _ in 0..<3000 {
                switch Int.random(in: 0..<4, using: &generator) {
                case 0, 1:
                    published += 1
                    ledger.publish(entry(Int(published), "\(published)"))
                    open[published] = false
                case 2:
                    guard let number = open.keys.sorted().randomElement(using: &generator) else {
                        continue
                    }
                    ledger.returned(messageID: "\(number)")
                    open[number] = true
                default:
                    let number = UInt64.random(in: 0...(published + 2), using: &generator)
                    let multiple = Bool.random(using: &generator)
                    let settled = ledger.settle(number, multiple: multiple, refusal: nil)
                    // RabbitMQ confirms numbers it was sent; others are passed over.
                    guard number <= published else {
                        #expect(settled.isEmpty)
                        continue
                    }
                    let expected = open.keys.filter { multiple ? $0 <= number : $0 == number }
                        .sorted()
                    #expect(settled.map(\.entry.position) == expected.map { Int($0) })
                    #expect(
                        settled.map(\.outcome)
                            == expected.map { open[$0] == true ? .noReceiver : .routed })
                    for number in expected { open[number] = nil }
                }
            }
        }

        @Test func acknowledgesAPrefixInOneFrame() {
            var ledger = AcknowledgementLedger()
            for number in UInt64(1)...10 { ledger.delivered(number) }
            #expect(ledger.acknowledge([3, 2, 1]) == [.init(number: 3, multiple: true)])
            #expect(ledger.acknowledge([6]) == [.init(number: 6, multiple: false)])
            // 6 is no longer known to the broker, so the frame names 5.
            #expect(ledger.acknowledge([4, 5]) == [.init(number: 5, multiple: true)])
            #expect(ledger.acknowledge([1, 6, 11, 0, .max]).isEmpty)
            #expect(ledger.count == 4)
            #expect(ledger.acknowledge(7...10) == [.init(number: 10, multiple: true)])
            #expect(ledger.count == 0)
        }

        /// Against a model of the broker, which closes the channel on a number it does not know.
        @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
        func acknowledgementsAgreeWithABroker(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            var ledger = AcknowledgementLedger()
            var broker: Set<UInt64> = []
            var wanted: Set<UInt64> = []
            var delivered: UInt64 = 0
            for _ in 0..<1000 {
                for _ in 0..<Int.random(in: 0..<20, using: &generator) {
                    delivered += 1
                    ledger.delivered(delivered)
                    broker.insert(delivered)
                    wanted.insert(delivered)
                }
                let share = Double.random(in: 0...1, using: &generator)
                let numbers = wanted.sorted().filter { _ in
                    Double.random(in: 0...1, using: &generator) < share
                }
                wanted.subtract(numbers)
                for frame in ledger.acknowledge(numbers.shuffled(using: &generator)) {
                    #expect(broker.contains(frame.number))
                    broker = broker.filter {
                        frame.multiple ? $0 > frame.number : $0 != frame.number
                    }
                }
                #expect(broker == wanted)
                #expect(ledger.count == wanted.count)
            }
        }

        @Test func aQueueKeepsItsOrder() {
            var queue = Fifo<Int>()
            var (next, taken) = (0, 0)
            var generator = SeededGenerator(seed: 7)
            while taken < 20_000 {
                for _ in 0..<Int.random(in: 0..<4000, using: &generator) {
                    queue.append(next)
                    next += 1
                }
                let count = Int.random(in: 0...queue.count, using: &generator)
                #expect(queue.prefix(count) == Array(taken..<(taken + count)))
                queue.removeFirst(count)
                taken += count
                #expect(queue.first == (taken == next ? nil : taken))
                #expect(queue.isEmpty == (taken == next))
            }
        }
    }
#endif

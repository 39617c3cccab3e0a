#if RabbitMQManagement
    import DockerNetworkBroker
    import TestSupport
    import Testing

    @testable import DockerNetworkHTTP
    @testable import DockerNetworkRabbitMQManagement

    /// What a host knows of its queue, held against a queue of which everything is known.
    struct QueueMirrorTests {
        /// A queue as RabbitMQ keeps it: in order, marked once somebody has looked.
        private struct Queue {
            struct Entry {
                var message: IncomingMessage
                var wasSeen = false
            }

            var entries: [Entry] = []

            mutating func look(_ count: Int, marks: Bool = true) -> [QueuedMessage] {
                let found = entries.prefix(count).map {
                    QueuedMessage($0.message, wasSeen: $0.wasSeen)
                }
                if marks {
                    for index in entries.indices.prefix(count) { entries[index].wasSeen = true }
                }
                return found
            }
        }

        private static func message(_ text: String) -> IncomingMessage {
            var message = IncomingMessage()
            message.body = Array(text.utf8)
            return message
        }

        /// Messages come (many the same), expire anywhere, are looked at, acknowledged in any order
        /// and removed: whatever is never delivered has expired unseen, and nothing new is taken for
        /// something known.
        @Test(arguments: UInt64(1)...200)
        func neverLosesAnything(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            var queue = Queue()
            var mirror = QueueMirror()
            var published = 0
            var delivered = 0
            var expired = 0
            var open: [UInt64] = []
            func deliver(_ arrivals: [QueueMirror.Arrival]) {
                delivered += arrivals.count
                open += arrivals.map(\.number)
            }
            for _ in 0..<300 {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<4:
                    let text = ["up", "down", "again"].randomElement(using: &generator) ?? ""
                    queue.entries.append(.init(message: Self.message(text)))
                    published += 1
                case 4..<7:
                    let asked = mirror.count + Int.random(in: 1...4, using: &generator)
                    deliver(mirror.saw(queue.look(asked), asked: asked))
                case 7:
                    open.shuffle(using: &generator)
                    let count = Int.random(in: 0...open.count, using: &generator)
                    mirror.acknowledge(open.prefix(count))
                    open.removeFirst(count)
                case 8:
                    let asked = mirror.removable
                    guard asked > 0 else { continue }
                    let found = queue.look(asked, marks: false)
                    queue.entries.removeFirst(min(asked, queue.entries.count))
                    deliver(mirror.removed(found, asked: asked))
                default:
                    guard !queue.entries.isEmpty else { continue }
                    let place = Int.random(in: 0..<queue.entries.count, using: &generator)
                    if !queue.entries.remove(at: place).wasSeen { expired += 1 }
                }
            }
            let asked = mirror.count + queue.entries.count
            deliver(mirror.saw(queue.look(asked + 1), asked: asked + 1))
            #expect(delivered >= published - expired)
            // A look into the whole queue leaves the mirror with just what is there.
            #expect(mirror.count == queue.entries.count)
        }

        @Test func removesOnlyBehindWhatIsOpen() {
            var mirror = QueueMirror()
            let found = ["a", "b", "c"].map { QueuedMessage(Self.message($0), wasSeen: false) }
            let numbers = mirror.saw(found, asked: 10).map(\.number)
            #expect(numbers.count == 3)
            mirror.acknowledge(numbers[1...])
            #expect(mirror.removable == 0)
            mirror.acknowledge([numbers[0], 4711])
            #expect(mirror.removable == 3)
            #expect(
                mirror.removed(found.map { QueuedMessage($0.message, wasSeen: true) }, asked: 3)
                    == [])
            #expect(mirror.count == 0)
        }

        /// The oldest expired after the look: the broker gives one more than is acknowledged.
        @Test func whatIsRemovedUnseenIsDelivered() {
            var mirror = QueueMirror()
            let old = ["a", "b"].map { QueuedMessage(Self.message($0), wasSeen: false) }
            mirror.acknowledge(mirror.saw(old, asked: 10).map(\.number))
            let removed = [
                QueuedMessage(Self.message("b"), wasSeen: true),
                QueuedMessage(Self.message("b"), wasSeen: false),
            ]
            let arrivals = mirror.removed(removed, asked: 2)
            #expect(arrivals.map(\.message) == [Self.message("b")])
        }
    }
#endif

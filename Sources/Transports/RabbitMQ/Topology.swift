#if RabbitMQ
    import DockerNetwork

    /// The names and limits on the broker that hosts and emitters share.
    enum Topology {
        /// What the broker's management page shows as this client's version.
        static let version = "1.0"
        /// The fanout exchange that announcements go to.
        static let exchange = "my-docker-network"
        /// The fanout exchange that resync requests go to.
        static let resyncExchange = "my-docker-network.resync"
        /// RabbitMQ's own pseudo-queue for answers that need no queue.
        static let directReplyTo = "amq.rabbitmq.reply-to"
        /// How long a durable queue waits for its host, in milliseconds: a day.
        static let queueExpiry: Int64 = 86_400_000
        /// How long a probe waits in the queue, in milliseconds: an hour.
        static let probeExpiry: Int64 = 3_600_000
        /// How much a host's queue holds before the oldest go: 256 MiB.
        static let queueBytes: Int64 = 268_435_456
        /// How many deliveries the broker sends ahead of their acknowledgement.
        static let prefetch: UInt16 = 5_000

        /// The queue of the host `name`, kept while it is away.
        static func durableQueue(of name: String) -> String {
            "\(exchange).host.\(name)"
        }

        /// A queue of the host `name` that goes with its connection.
        ///
        /// A fixed name would stay locked until the broker has noticed that a dead connection is
        /// dead.
        static func exclusiveQueue(of name: String) -> String {
            "\(exchange).host.\(name).\(random())"
        }

        /// An emitter's queue for resync requests.
        static func emitterQueue(of instance: InstanceID) -> String {
            "\(exchange).emit.\(instance).\(random())"
        }

        private static func random() -> String {
            String(UInt64.random(in: .min ... .max), radix: 36)
        }
    }

    /// The values of the property `type`.
    enum MessageType {
        static let announcement = "announcement"
        static let probe = "probe"
        static let receipt = "receipt"
        static let resync = "resync"
    }

    extension String {
        /// The text with every control character as a space, cut to `longest` bytes: what comes
        /// from outside goes into logs and errors.
        func printable(longest: Int) -> String {
            var result = ""
            var count = 0
            for scalar in unicodeScalars {
                let isControl =
                    scalar.properties.generalCategory == .control
                    || scalar.properties.generalCategory == .lineSeparator
                    || scalar.properties.generalCategory == .paragraphSeparator
                let shown = isControl ? " " : scalar
                count += UTF8.width(shown)
                guard count <= longest else { break }
                result.unicodeScalars.append(shown)
            }
            return result
        }
    }
#endif

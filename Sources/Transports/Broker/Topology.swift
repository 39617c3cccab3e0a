package import DockerNetwork

/// The names and limits on the broker that hosts and emitters share.
package enum Topology {
    /// The version of this client that the broker's management page shows.
    package static let version = "1.0"
    /// The fanout exchange that announcements go to.
    package static let exchange = "my-docker-network"
    /// The fanout exchange that resync requests go to.
    package static let resyncExchange = "my-docker-network.resync"
    /// RabbitMQ's own pseudo-queue for answers that need no queue.
    package static let directReplyTo = "amq.rabbitmq.reply-to"
    /// The time that a durable queue waits for its host, in milliseconds: a day.
    package static let queueExpiry: Int64 = 86_400_000
    /// The time that a probe waits in the queue, in milliseconds: an hour.
    package static let probeExpiry: Int64 = 3_600_000
    /// The number of bytes that a host's queue holds before the oldest go: 256 MiB.
    package static let queueBytes: Int64 = 268_435_456
    /// The number of messages that a host's queue holds before the oldest go: several times what
    /// 100,000 names announce, since the broker does not count properties and headers as bytes.
    package static let queueMessages: Int64 = 500_000
    /// The limits of every queue of a host.
    package static let queueLimits: [(name: String, value: Int64)] = [
        ("x-max-length", queueMessages), ("x-max-length-bytes", queueBytes),
    ]
    /// The arguments of a host's durable queue; the same over AMQP and HTTP, since the broker
    /// refuses a queue that is there with others.
    package static let durableQueueArguments = queueLimits + [("x-expires", queueExpiry)]
    /// The arguments that versions before the limit of messages declared it with.
    ///
    /// Such a queue is deleted and made anew once it is empty and nobody consumes it; until then it
    /// is used as it is, because what waits in it would be lost.
    package static let formerQueueArguments: [(name: String, value: Int64)] = [
        ("x-max-length-bytes", queueBytes), ("x-expires", queueExpiry),
    ]
    /// The argument that tells a former queue.
    package static let newQueueArgument = "x-max-length"
    /// The number of deliveries sent ahead of their acknowledgement: the maximum of AMQP.
    ///
    /// A delivery without a lease is acknowledged when it is written. Behind a flood of new names
    /// it is those acknowledgements that everybody else would wait for.
    package static let prefetch: UInt16 = .max

    /// The queue of the host `name`, kept while it is away.
    package static func durableQueue(of name: String) -> String {
        "\(exchange).host.\(name)"
    }

    /// Returns the name of the connection of the host `name` at the broker.
    package static func hostConnection(of name: String) -> String {
        "my-docker-network host \(name)"
    }

    /// A queue of the host `name` that goes with its connection.
    ///
    /// A fixed name would stay locked until the broker has noticed that a dead connection is
    /// dead.
    package static func exclusiveQueue(of name: String) -> String {
        "\(exchange).host.\(name).\(random())"
    }

    /// An emitter's queue for resync requests.
    package static func emitterQueue(of instance: InstanceID) -> String {
        "\(exchange).emit.\(instance).\(random())"
    }

    private static func random() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

#if RabbitMQ
    import DockerNetworkBroker
    import CRabbitMQ

    /// An event that the broker reports.
    enum BrokerEvent {
        /// It has what was published under this number, or up to it.
        case confirmed(UInt64, multiple: Bool)
        /// It could not take what was published under this number, or up to it.
        case rejected(UInt64, multiple: Bool)
        /// A consumer gets a message.
        case delivered(IncomingMessage, number: UInt64, channel: amqp_channel_t)
        /// A published message comes back: nobody is bound.
        case returned(IncomingMessage, BrokerReason)
        /// A consumer has begun.
        case consuming(channel: amqp_channel_t)
        /// A channel's prefetch count is set, and so all that was sent on it before is dealt with.
        case prefetchSet(channel: amqp_channel_t)
        /// The broker ended a consumer: its queue is gone.
        case consumerCancelled(channel: amqp_channel_t)
        /// The broker closed a channel.
        case channelClosed(amqp_channel_t, BrokerReason)
        /// The broker takes no more publishes for now, for this reason.
        case blocked(String)
        /// It takes them again.
        case unblocked
        /// Nothing that anybody waits for.
        case other
    }
#endif

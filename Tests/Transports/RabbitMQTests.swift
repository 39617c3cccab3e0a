#if RabbitMQ
    import Testing

    /// Tests against a real broker, one after the other: some count the threads of connections.
    @Suite(
        .serialized, .timeLimit(.minutes(5)),
        .enabled(if: BrokerLab.isThere, "needs a broker: Scripts/lab start"))
    enum RabbitMQTests {}
#endif

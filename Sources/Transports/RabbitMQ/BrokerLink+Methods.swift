#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker

    // MARK: - What does not wait

    extension BrokerLink {
        /// Sends one method; the answer, if there is one, comes as an event.
        ///
        /// - Throws: `TransportError` with `.closed` where the connection is lost.
        func send<Method>(
            _ identity: amqp_method_number_t, _ method: inout Method, on channel: amqp_channel_t
        ) throws(TransportError) {
            let status = withUnsafeMutablePointer(to: &method) {
                amqp_send_method(handle, channel, identity, $0)
            }
            guard status == AMQP_STATUS_OK.rawValue else {
                throw errorTexts.running(.library(status))
            }
        }

        /// Opens a channel without waiting for the answer: the broker does what follows in order.
        func requestChannel(_ channel: amqp_channel_t) throws(TransportError) {
            var method = amqp_channel_open_t()
            try send(AMQP_CHANNEL_OPEN_METHOD, &method, on: channel)
        }

        /// Makes the broker confirm what is published on the channel.
        func requestConfirms(_ channel: amqp_channel_t) throws(TransportError) {
            var method = amqp_confirm_select_t(nowait: 1)
            try send(AMQP_CONFIRM_SELECT_METHOD, &method, on: channel)
        }

        /// Makes a fanout exchange where it is missing.
        func requestExchange(
            _ exchange: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            var method = amqp_exchange_declare_t()
            method.exchange = arena.bytes(exchange)
            method.type = arena.bytes("fanout")
            method.nowait = 1
            try send(AMQP_EXCHANGE_DECLARE_METHOD, &method, on: channel)
        }

        /// Makes a queue that belongs to this connection alone.
        func requestExclusiveQueue(
            _ queue: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            var method = amqp_queue_declare_t()
            method.queue = arena.bytes(queue)
            method.exclusive = 1
            method.auto_delete = 1
            method.nowait = 1
            try send(AMQP_QUEUE_DECLARE_METHOD, &method, on: channel)
        }

        /// Binds a queue to a fanout exchange.
        func requestBinding(
            of queue: String, to exchange: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            var method = amqp_queue_bind_t()
            method.queue = arena.bytes(queue)
            method.exchange = arena.bytes(exchange)
            method.nowait = 1
            try send(AMQP_QUEUE_BIND_METHOD, &method, on: channel)
        }

        /// Consumes without acknowledgements; `waits`: the broker says when it begins.
        func requestConsumer(
            of queue: String, exclusive: Bool, waits: Bool, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            var method = amqp_basic_consume_t()
            method.queue = arena.bytes(queue)
            method.no_ack = 1
            method.exclusive = exclusive ? 1 : 0
            method.nowait = waits ? 0 : 1
            try send(AMQP_BASIC_CONSUME_METHOD, &method, on: channel)
        }

        /// Publishes one message.
        func publish(
            _ message: OutgoingMessage, to exchange: String, routingKey: String = "",
            isMandatory: Bool, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            var properties = message.properties(in: arena)
            let status = amqp_basic_publish(
                handle, channel, arena.bytes(exchange), arena.bytes(routingKey),
                isMandatory ? 1 : 0, 0, &properties, arena.bytes(message.body))
            guard status == AMQP_STATUS_OK.rawValue else {
                throw errorTexts.running(.library(status))
            }
        }

        /// Asks for an answer that comes after all that was sent on the channel before.
        func requestAnswer(on channel: amqp_channel_t) throws(TransportError) {
            var method = amqp_basic_qos_t()
            try send(AMQP_BASIC_QOS_METHOD, &method, on: channel)
        }

        /// Acknowledges one delivery, or all up to it.
        func acknowledge(
            _ number: UInt64, multiple: Bool, on channel: amqp_channel_t
        ) throws(TransportError) {
            let status = amqp_basic_ack(handle, channel, number, multiple ? 1 : 0)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw errorTexts.running(.library(status))
            }
        }
    }

    // MARK: - What waits for the broker, within the time-out

    extension BrokerLink {
        /// Opens a channel.
        func openChannel(_ channel: amqp_channel_t) throws(TransportError) {
            try expect(amqp_channel_open(handle, channel) != nil, "a channel")
        }

        /// Declares a fanout exchange, non-durable and kept when nobody is bound, as in 2014.
        func declareExchange(_ exchange: String, on channel: amqp_channel_t) throws(TransportError)
        {
            defer { arena.reset() }
            let declared = amqp_exchange_declare(
                handle, channel, arena.bytes(exchange), arena.bytes("fanout"), 0, 0, 0, 0,
                arena.table([]))
            try expect(declared != nil, "exchange '\(exchange)'")
        }

        /// Declares a queue that goes with this connection.
        func declareExclusiveQueue(
            _ queue: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            let isDeclared = declare(
                queue, Topology.queueLimits, isDurable: false, on: channel)
            try expect(isDeclared, "queue '\(queue)'")
        }

        /// Declares a host's durable queue, on a channel of its own: a refusal closes that.
        ///
        /// One that an earlier version declared is made anew where nothing is lost by that, and used
        /// as it is otherwise.
        func declareDurableQueue(
            _ queue: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            try openChannel(channel)
            guard !declare(queue, Topology.durableQueueArguments, on: channel) else {
                return closeChannel(channel)
            }
            let failure = lastFailure
            guard case .channel(let reason) = failure, reason.concernsNewArgument else {
                throw errorTexts.declaring("queue '\(queue)'", failure)
            }
            try acceptEnd(of: channel)
            try openChannel(channel)
            guard declare(queue, Topology.formerQueueArguments, on: channel) else {
                throw errorTexts.declaring("queue '\(queue)'", failure)
            }
            guard deleteIfIdle(queue, on: channel) else { return try acceptEnd(of: channel) }
            let isDeclared = declare(queue, Topology.durableQueueArguments, on: channel)
            try expect(isDeclared, "queue '\(queue)'")
            closeChannel(channel)
        }

        private func declare(
            _ queue: String, _ arguments: [(name: String, value: Int64)], isDurable: Bool = true,
            on channel: amqp_channel_t
        ) -> Bool {
            defer { arena.reset() }
            let entries = arguments.map { arena.entry($0.name, .integer($0.value)) }
            let flag: amqp_boolean_t = isDurable ? 0 : 1
            return amqp_queue_declare(
                handle, channel, arena.bytes(queue), 0, isDurable ? 1 : 0, flag, flag,
                arena.table(entries)) != nil
        }

        /// Deletes a queue that is empty and that nobody consumes; if not, the channel is closed.
        private func deleteIfIdle(_ queue: String, on channel: amqp_channel_t) -> Bool {
            defer { arena.reset() }
            return amqp_queue_delete(handle, channel, arena.bytes(queue), 1, 1) != nil
        }

        /// Answers the broker, which has closed a channel; the library does not.
        private func acceptEnd(of channel: amqp_channel_t) throws(TransportError) {
            var answer = amqp_channel_close_ok_t()
            try send(AMQP_CHANNEL_CLOSE_OK_METHOD, &answer, on: channel)
        }

        private func closeChannel(_ channel: amqp_channel_t) {
            _ = amqp_channel_close(handle, channel, AMQP_REPLY_SUCCESS)
        }

        /// Binds a queue to a fanout exchange.
        func bind(
            _ queue: String, to exchange: String, on channel: amqp_channel_t
        ) throws(TransportError) {
            defer { arena.reset() }
            let bound = amqp_queue_bind(
                handle, channel, arena.bytes(queue), arena.bytes(exchange), arena.bytes(""),
                arena.table([]))
            try expect(bound != nil, "queue '\(queue)' bound to exchange '\(exchange)'")
        }

        /// Limits what comes ahead of its acknowledgement.
        func limitUnacknowledged(
            to count: UInt16, on channel: amqp_channel_t
        ) throws(TransportError) {
            try expect(amqp_basic_qos(handle, channel, 0, count, 0) != nil, "the prefetch count")
        }

        /// Consumes alone and with acknowledgements.
        func consume(_ queue: String, on channel: amqp_channel_t) throws(TransportError) {
            defer { arena.reset() }
            let consumes = amqp_basic_consume(
                handle, channel, arena.bytes(queue), arena.bytes(""), 0, 0, 1, arena.table([]))
            try expect(consumes != nil, "queue '\(queue)'")
        }

        private func expect(_ succeeded: Bool, _ what: String) throws(TransportError) {
            guard !succeeded else { return }
            throw errorTexts.declaring(what, lastFailure)
        }

        /// The reason why the last call that waited failed.
        private var lastFailure: BrokerFailure {
            BrokerFailure(amqp_get_rpc_reply(handle))
                ?? .library(AMQP_STATUS_WRONG_METHOD.rawValue)
        }
    }
#endif

#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    /// The requests of this project to RabbitMQ's management API, in one virtual host.
    ///
    /// It belongs to the actor whose client it holds.
    struct ManagementAPI {
        private let client: HTTPClient
        private let virtualHost: String
        let errorTexts: ManagementErrorTexts

        /// The largest answer with messages that is taken: 8 MiB.
        ///
        /// One message's properties come to an eighth of that at most: they fit into a frame.
        private static let messagesLimit = 8 << 20

        init(_ client: HTTPClient, _ settings: ManagementSettings, virtualHost: String) {
            self.client = client
            self.virtualHost = virtualHost
            errorTexts = settings.errorTexts
        }

        // MARK: - Being there

        /// Checks that the broker answers, and that user, tag and virtual host are right, by an exchange
        /// that every virtual host has.
        func checkAccess() async throws(TransportError) {
            let response = try await exchange(
                HTTPRequest(
                    .get, ["exchanges", virtualHost, "amq.fanout"],
                    keeping: .members(["name": .short])))
            if response.isSuccess, response.value?["name"] != nil { return }
            if let refusal = APIRefusal(response), refusal.kind == .missing {
                throw errorTexts.missingVirtualHost(refusal.reason)
            }
            guard !response.isSuccess else { throw errorTexts.notTheAPI(response.status) }
            throw errorTexts.refused("virtual host '\(virtualHost)'", response)
        }

        // MARK: - Publishing

        /// The outcome of one message.
        enum Published: Hashable, Sendable {
            /// A queue has it.
            case routed
            /// No queue is bound.
            case unrouted
            /// There is no such exchange.
            case noExchange
        }

        /// Publishes one message.
        func publish(
            _ message: OutgoingMessage, to exchange: String, routingKey: String = ""
        ) async throws(TransportError) -> Published {
            // The default exchange has no name, and the API calls it so.
            let name = exchange.isEmpty ? "amq.default" : exchange
            let response = try await self.exchange(
                HTTPRequest(
                    .post, ["exchanges", virtualHost, name, "publish"],
                    body: message.json(routingKey: routingKey),
                    keeping: .members(["routed": .short])))
            if response.isSuccess {
                guard let routed = response.value?["routed"]?.boolean else {
                    throw errorTexts.notTheAPI(response.status)
                }
                return routed ? .routed : .unrouted
            }
            if APIRefusal(response)?.kind == .missing { return .noExchange }
            throw errorTexts.refused("exchange '\(name)'", response)
        }

        // MARK: - Declaring

        /// Declares a fanout exchange, non-durable and kept when nobody is bound, as in 2014.
        func declareExchange(_ exchange: String) async throws(TransportError) {
            let body: JSONValue = .object([
                "type": .text("fanout"), "durable": .boolean(false), "auto_delete": .boolean(false),
                "arguments": .object([:]),
            ])
            try await expectDone(
                HTTPRequest(.put, ["exchanges", virtualHost, exchange], body: body),
                "exchange '\(exchange)'")
        }

        /// Declares a host's durable queue, as over AMQP; one of an earlier version, too.
        func declareQueue(_ queue: String) async throws(TransportError) {
            let response = try await declare(queue, Topology.durableQueueArguments)
            guard !response.isSuccess else { return }
            let what = "queue '\(queue)'"
            guard let refusal = APIRefusal(response), refusal.kind == .otherProperties,
                refusal.reason.contains("'\(Topology.newQueueArgument)'"),
                try await declare(queue, Topology.formerQueueArguments).isSuccess
            else { throw errorTexts.refused(what, response) }
            let deletion = HTTPRequest(
                .delete, ["queues", virtualHost, queue], query: "?if-empty=true&if-unused=true")
            // Something waits there, or somebody consumes it: it is used as it is.
            guard try await exchange(deletion).isSuccess else { return }
            let second = try await declare(queue, Topology.durableQueueArguments)
            guard second.isSuccess else { throw errorTexts.refused(what, second) }
        }

        private func declare(
            _ queue: String, _ arguments: [(name: String, value: Int64)]
        ) async throws(TransportError) -> HTTPResponse {
            let members = arguments.map { ($0.name, JSONValue.integer($0.value)) }
            let body: JSONValue = .object([
                "durable": .boolean(true), "auto_delete": .boolean(false),
                "arguments": .object(Dictionary(uniqueKeysWithValues: members)),
            ])
            return try await exchange(
                HTTPRequest(.put, ["queues", virtualHost, queue], body: body))
        }

        /// Binds a queue to a fanout exchange; once more changes nothing.
        func bind(_ queue: String, to exchange: String) async throws(TransportError) {
            let body: JSONValue = .object(["routing_key": .text(""), "arguments": .object([:])])
            try await expectDone(
                HTTPRequest(
                    .post, ["bindings", virtualHost, "e", exchange, "q", queue], body: body),
                "queue '\(queue)' bound to exchange '\(exchange)'")
        }

        // MARK: - Receiving

        /// The result of a look into a queue.
        enum Found: Sendable {
            /// These messages, the oldest first; fewer than asked for: the queue has no more.
            case messages([QueuedMessage])
            /// More than is read here: ask for fewer.
            case tooMuch
        }

        /// Gets the oldest messages of a queue, and leaves them there in their places, or removes them.
        func messages(
            _ count: Int, of queue: String, removing: Bool
        ) async throws(TransportError) -> Found {
            let body: JSONValue = .object([
                "count": .integer(Int64(count)), "encoding": .text("base64"),
                "ackmode": .text(removing ? "ack_requeue_false" : "ack_requeue_true"),
                // One byte more than a body may have: what it is cut to is refused.
                "truncate": .integer(Int64(AnnouncementBody.longest + 1)),
            ])
            let request = HTTPRequest(
                .post, ["queues", virtualHost, queue, "get"], body: body,
                keeping: .elements(QueuedMessage.shape, most: count), limit: Self.messagesLimit)
            let response: HTTPResponse
            do throws(HTTPFailure) {
                response = try await client.exchange(request)
            } catch {
                if case .tooLarge = error { return .tooMuch }
                throw errorTexts.unanswered(error)
            }
            guard response.isSuccess else {
                throw errorTexts.refused("queue '\(queue)'", response)
            }
            switch response.content {
            case .failure(.tooDeep): return .tooMuch
            case .success(.array(let elements)): return .messages(elements.map(QueuedMessage.init))
            case .failure, .success: throw errorTexts.notTheAPI(response.status)
            }
        }

        // MARK: - Other consumers

        /// More consumers than these have no place on a host's queue.
        private static let consumerShape = JSONShape.elements(
            .members(["channel_details": .members(["connection_name": .short])]), most: 1_000)

        /// The connections that consume a queue, by the broker's names of them; empty names stand for
        /// those that it does not name.
        ///
        /// The broker's statistics lag behind by up to five seconds where a consumer came, and not at
        /// all where one went.
        func consumers(of queue: String) async throws(TransportError) -> [String] {
            let request = HTTPRequest(
                .get, ["queues", virtualHost, queue], query: "?columns=consumer_details",
                keeping: .members(["consumer_details": Self.consumerShape]))
            let response = try await exchange(request)
            guard response.isSuccess else {
                throw errorTexts.refused("queue '\(queue)'", response)
            }
            guard let details = response.value?["consumer_details"]?.elements else {
                throw errorTexts.error(
                    .unsupported,
                    "the broker does not say who consumes queue '\(queue)'; switch its statistics on "
                        + "(management_agent.disable_metrics_collector = false)")
            }
            return details.map { $0["channel_details"]?["connection_name"]?.text ?? "" }
        }

        /// The name that a connection's client gave it, or nil where there is no such connection, or
        /// where it is not this user's own.
        func clientName(ofConnection connection: String) async throws(TransportError) -> String? {
            let response = try await exchange(
                HTTPRequest(
                    .get, ["connections", connection],
                    keeping: .members([
                        "user_provided_name": .short,
                        "client_properties": .members(["connection_name": .short]),
                    ])))
            guard response.isSuccess, let value = response.value else { return nil }
            return value["user_provided_name"]?.text
                ?? value["client_properties"]?["connection_name"]?.text
        }

        /// Closes a connection, where the user may.
        func closeConnection(_ connection: String) async throws(TransportError) {
            _ = try await exchange(HTTPRequest(.delete, ["connections", connection]))
        }

        // MARK: - Requests

        private func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            do throws(HTTPFailure) {
                return try await client.exchange(request)
            } catch {
                throw errorTexts.unanswered(error)
            }
        }

        private func expectDone(_ request: HTTPRequest, _ what: String) async throws(TransportError)
        {
            let response = try await exchange(request)
            guard response.isSuccess else { throw errorTexts.refused(what, response) }
        }
    }
#endif

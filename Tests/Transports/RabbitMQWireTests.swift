#if RabbitMQ
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import Foundation
    import TestSupport
    import Testing

    extension RabbitMQTests {
        /// What goes over the wire, and what may come from there.
        @Suite struct Wire {
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private struct Message: Decodable {
                struct Properties: Decodable {
                    var type: String?
                    var message_id: String?
                    var timestamp: Int?
                    var app_id: String?
                    var user_id: String?
                    var delivery_mode: Int?
                    var expiration: String?
                    var reply_to: String?
                    var correlation_id: String?
                    var headers: Headers?
                }
                struct Headers: Decodable {
                    var instance: String?
                    var started: Int64?
                    var sequence: Int64?
                    var lease: Int64?
                }
                var payload: String
                var properties: Properties
            }

            /// As a reader of 2014, and as the broker's own page, see it.
            @Test func everyPropertyIsSent() async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let host = try await virtualHost.host().openSubscription(.one)
                    try await lab.request(
                        "PUT", "queues/\(virtualHost.name)/probe", body: #"{"durable":true}"#)
                    try await lab.request(
                        "POST", "bindings/\(virtualHost.name)/e/my-docker-network/q/probe",
                        body: "{}")
                    let emitter = try await virtualHost.emitter.openPublisher(
                        .init(hearsReceipts: true))
                    let leased = try Publication.sample(1, wantsReceipt: true)
                    var permanent = try Publication.sample(2)
                    permanent.announcement.origin = nil
                    permanent.announcement.lease = nil
                    var down = try Publication.sample(3)
                    down.announcement.kind = .down
                    #expect(
                        try await emitter.publish([leased, permanent, down])
                            == [.routed, .routed, .routed])
                    let answer = try await lab.request(
                        "POST", "queues/\(virtualHost.name)/probe/get",
                        body: #"{"count":5,"ackmode":"ack_requeue_false","encoding":"auto"}"#)
                    let messages = try JSONDecoder().decode([Message].self, from: Data(answer.utf8))
                    try #require(messages.count == 3)
                    #expect(
                        messages.map(\.payload) == [
                            "10.0.0.2:web-1:up", "10.0.0.3:web-2:up", "10.0.0.4:web-3:down",
                        ])
                    for (number, message) in messages.enumerated() {
                        #expect(message.properties.type == "announcement")
                        #expect(message.properties.message_id == "m-\(number + 1)")
                        #expect(message.properties.timestamp == 1_700_000_000)
                        #expect(message.properties.app_id == "my-docker-network")
                        #expect(message.properties.user_id == virtualHost.emitterUser)
                    }
                    #expect(messages.map(\.properties.delivery_mode) == [1, 2, 2])
                    #expect(messages.map(\.properties.expiration) == ["60000", nil, nil])
                    #expect(messages.map(\.properties.correlation_id) == ["m-1", nil, nil])
                    #expect(
                        messages[0].properties.reply_to?.hasPrefix("amq.rabbitmq.reply-to.") == true
                    )
                    #expect(messages[1].properties.reply_to == nil)
                    let headers = messages[0].properties.headers
                    #expect(headers?.instance == InstanceID(rawValue: 4711).description)
                    #expect(headers?.started == 1_700_000_000_000)
                    #expect(headers?.sequence == 1)
                    #expect(headers?.lease == 60)
                    #expect(messages[1].properties.headers?.sequence == nil)
                    await emitter.close()
                    await host.close()
                }
            }

            @Test func headersOfOtherTypes() async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let host = try await virtualHost.host().openSubscription(.one)
                    let body = Array("10.0.0.2:web:up".utf8)
                    let cases: [(String, Delivery.Content?)] = [
                        (#"{"lease":"30"}"#, .malformed(.invalidHeader(.lease))),
                        (#"{"lease":true}"#, .malformed(.invalidHeader(.lease))),
                        (#"{"lease":[30]}"#, .malformed(.invalidHeader(.lease))),
                        (#"{"lease":30.5}"#, .malformed(.invalidHeader(.lease))),
                        (#"{"sequence":1}"#, .malformed(.incompleteOrigin)),
                        (#"{"other":{"a":[1,2,{"b":true}]}}"#, nil),
                        (#"{"lease":30}"#, nil),
                    ]
                    for (headers, _) in cases {
                        try await virtualHost.inject(body, headers: headers)
                    }
                    // An answer may go to an emitter's own address only, not to anybody's queue.
                    try await virtualHost.inject(
                        body,
                        properties:
                            #","reply_to":"my-docker-network.host.one","correlation_id":"1""#)
                    var deliveries: [Delivery] = []
                    while deliveries.count <= cases.count {
                        deliveries += try await host.nextBatch(limit: 100)
                    }
                    for ((headers, content), delivery) in zip(cases, deliveries) {
                        guard let content else {
                            guard case .announcement = delivery.content else {
                                Issue.record("\(headers): \(delivery.content)")
                                continue
                            }
                            continue
                        }
                        #expect(delivery.content == content, "\(headers)")
                    }
                    #expect(deliveries[cases.count].replyAddress == nil)
                    await host.close()
                }
            }

            /// As deep as a frame allows: the C library's decoder recurses, so the thread's stack
            /// must be large.
            @Test(.enabled(if: BrokerLab.current?.python != nil, "needs Python with pika"))
            func headersNestedDeeply() async throws {
                let python = try #require(lab.python)
                let program = """
                    import sys, threading, pika
                    def publish():
                        port, virtual_host, user, password = sys.argv[1:]
                        credentials = pika.PlainCredentials(user, password)
                        connection = pika.BlockingConnection(pika.ConnectionParameters(
                            "127.0.0.1", int(port), virtual_host, credentials))
                        for kind in (lambda inner: [inner], lambda inner: {"": inner}):
                            value = 1
                            for _ in range(20000 if isinstance(kind(1), list) else 18000):
                                value = kind(value)
                            connection.channel().basic_publish(
                                "my-docker-network", "", "10.0.0.2:web:up",
                                pika.BasicProperties(headers={"lease": value}))
                        connection.close()
                    sys.setrecursionlimit(1000000)
                    threading.stack_size(512 << 20)
                    thread = threading.Thread(target=publish)
                    thread.start()
                    thread.join()
                    """
                try await lab.inVirtualHost { virtualHost in
                    let host = try await virtualHost.host().openSubscription(.one)
                    _ = try await Command.runBeside(
                        python,
                        [
                            "-c", program, "\(lab.port)", virtualHost.name, virtualHost.emitterUser,
                            LabVirtualHost.password,
                        ])
                    for _ in 0..<2 {
                        let delivery = try await host.nextBatch(limit: 1).first
                        #expect(delivery?.content == .malformed(.invalidHeader(.lease)))
                    }
                    await host.close()
                }
            }

            @Test func aMessageIDThatDoesNotFit() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let host = try await virtualHost.host().openSubscription(.one)
                    let emitter = try await virtualHost.emitter.openPublisher(.init())
                    let fits = String(repeating: "x", count: 255)
                    let outcomes = try await emitter.publish([
                        .sample(1, messageID: fits), .sample(2, messageID: fits + "x"), .sample(3),
                    ])
                    #expect(outcomes[0] == .routed)
                    #expect(outcomes[1] == .refused("its message-id has more than 255 bytes"))
                    #expect(outcomes[2] == .routed)
                    #expect(try await emitter.publish([]) == [])
                    await emitter.close()
                    await host.close()
                }
            }

            /// A host that comes later is published to over the same connection, and has asked for
            /// a resync before anybody could hear it.
            @Test func aHostThatComesLater() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let emitter = try await virtualHost.emitter.openPublisher(
                        .init(instance: .random(), hearsResync: true, hearsReceipts: true))
                    for _ in 0..<2 {
                        let error = await failure { _ = try await emitter.publish([.sample(1)]) }
                        #expect(error?.code == .noHost)
                        #expect(error?.message.contains("start the host service") == true)
                    }
                    let host = try await virtualHost.host().openSubscription(.one)
                    #expect(
                        try await emitter.publish([.sample(1, wantsReceipt: true)]) == [.routed])
                    #expect(try await emitter.nextSignal() == .resync)
                    let delivery = try #require(try await host.nextBatch(limit: 1).first)
                    let address = try #require(delivery.replyAddress)
                    let receipt = Receipt(hostName: "one", outcome: .applied)
                    try await host.settle([], sending: [(receipt, to: address)])
                    #expect(try await emitter.nextSignal() == .receipt(receipt, messageID: "m-1"))
                    try await host.requestResync()
                    #expect(try await emitter.nextSignal() == .resync)
                    await emitter.close()
                    await host.close()
                }
            }

            /// Write alone is enough to announce; resync requests are then simply not heard.
            @Test func anEmitterWithWriteAlone() async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await virtualHost.addUser(
                        virtualHost.emitterUser, configure: "^$", write: "^my-docker-network$",
                        read: "^$")
                    let host = try await virtualHost.host(.exclusive).openSubscription(.one)
                    let emitter = try await virtualHost.emitter.openPublisher(
                        .init(instance: .random(), hearsResync: true, hearsReceipts: true))
                    #expect(
                        try await emitter.publish([.sample(1, wantsReceipt: true)]) == [.routed])
                    let delivery = try #require(try await host.nextBatch(limit: 1).first)
                    let receipt = Receipt(hostName: "one", outcome: .refused("no\nsuch\u{7}name"))
                    try await host.settle(
                        [], sending: [(receipt, to: try #require(delivery.replyAddress))])
                    let cleaned = Receipt(hostName: "one", outcome: .refused("no such name"))
                    let signals = [try await emitter.nextSignal(), try await emitter.nextSignal()]
                    #expect(signals.contains(.receipt(cleaned, messageID: "m-1")))
                    #expect(
                        signals.contains {
                            if case .resyncUnheard = $0 { true } else { false }
                        })
                    await emitter.close()
                    await host.close()
                }
            }
        }
    }
#endif

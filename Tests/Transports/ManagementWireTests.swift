#if RabbitMQ && RabbitMQManagement
    import TestSupport
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import DockerNetworkRabbitMQManagement
    import Foundation
    import Testing

    extension ManagementTests {
        /// What stands on the wire, and what becomes of what others put there.
        @Suite struct Wire {
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private func threads() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").filter {
                    (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8))
                        == "docker-net-http\n"
                }.count
            }

            @Test(arguments: ["a/b", "100%", "%2F", "ü ñ", "q?x#y", "a&b=c;d"])
            func namesInPaths(name: String) async throws {
                try await lab.inVirtualHost(name, tags: "management") { virtualHost in
                    let options = SubscriptionOptions(hostName: name, domain: .docker)
                    let host = try await virtualHost.managementHost.openSubscription(options)
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    #expect(try await emitter.publish([.sample(1)]) == [.routed])
                    let batch = try await host.nextBatch(limit: 10)
                    #expect(batch.map(\.messageID) == ["m-1"])
                    try await host.settle(batch.map(\.token), sending: [])
                    await host.close()
                    await emitter.close()
                }
            }

            /// The broker holds the same message, whichever way it came.
            @Test func sameAsOverAMQP() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    await host.close()
                    let transports: [any Transport] = [
                        virtualHost.emitter, virtualHost.managementEmitter,
                    ]
                    for transport in transports {
                        let emitter = try await transport.openPublisher(.init())
                        var down = try Publication.sample(2)
                        down.announcement.kind = .down
                        #expect(
                            try await emitter.publish([.sample(1), down]) == [.routed, .routed])
                        await emitter.close()
                    }
                    let queue = "queues/\(virtualHost.path)/my-docker-network.host.one/get"
                    let text = try await lab.request(
                        "POST", queue,
                        body: #"{"count":9,"ackmode":"ack_requeue_true","encoding":"auto"}"#)
                    let found = try #require(
                        try JSONSerialization.jsonObject(with: Data(text.utf8))
                            as? [[String: Any]])
                    #expect(found.count == 4)
                    for (one, other) in zip(found.prefix(2), found.suffix(2)) {
                        for key in ["payload", "payload_encoding", "exchange", "routing_key"] {
                            #expect(one[key] as? String == other[key] as? String)
                        }
                        let properties = try #require(one["properties"] as? NSDictionary)
                        #expect(properties == other["properties"] as? NSDictionary)
                        #expect(properties.count >= 7)
                    }
                }
            }

            /// Headers of a hundred kilobytes, and nested ones, are no reason to stop: what can be
            /// read is read, what cannot is taken away, and everything else arrives.
            @Test func hostileHeaders() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    #expect(try await emitter.publish([.sample(1)]) == [.routed])
                    let body = Array("10.0.0.1:web:up".utf8)
                    // Escaped as \u0001 each, it is six times as long in JSON.
                    let long = String(repeating: #"\u0001"#, count: 100_000)
                    for _ in 0..<20 {
                        try await virtualHost.inject(body, headers: #"{"x":"\#(long)"}"#)
                    }
                    let nested =
                        String(repeating: #"{"a":"#, count: 200) + "1"
                        + String(repeating: "}", count: 200)
                    try await virtualHost.inject(body, headers: nested)
                    #expect(try await emitter.publish([.sample(2)]) == [.routed])
                    var deliveries: [Delivery] = []
                    while deliveries.count < 23 {
                        let batch = try await host.nextBatch(limit: 100)
                        deliveries += batch
                        try await host.settle(batch.map(\.token), sending: [])
                    }
                    #expect(deliveries.first?.messageID == "m-1")
                    #expect(deliveries[21].content == .malformed(.unreadable))
                    #expect(deliveries.last?.messageID == "m-2")
                    await host.close()
                    await emitter.close()
                }
            }

            /// An AMQP connection of the host's own name is closed; another one is respected.
            @Test(.timeLimit(.minutes(1)))
            func leftOverConsumer() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let leftOver = try await virtualHost.host().openSubscription(.one)
                    try await virtualHost.waitForConsumer(isThere: true)
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    let error = await failure { _ = try await leftOver.nextBatch(limit: 1) }
                    #expect(error?.code == .closed)
                    let probe = ProbeID(rawValue: 4711)
                    try await host.sendProbe(probe)
                    #expect(try await host.nextBatch(limit: 10).map(\.content) == [.probe(probe)])
                    await leftOver.close()
                    await host.close()
                }
            }

            /// While somebody else consumes the queue nothing is proved, and what they leave arrives.
            @Test(.timeLimit(.minutes(1)))
            func anotherConsumer() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    let other = try await virtualHost.host().openSubscription(.one)
                    try await virtualHost.waitForConsumer(isThere: true)
                    try await host.sendProbe(ProbeID(rawValue: 1))
                    // It came to the other one, who leaves it in the queue.
                    #expect(try await other.nextBatch(limit: 10).count == 1)
                    await other.close()
                    try await virtualHost.waitForConsumer(isThere: false)
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    #expect(try await emitter.publish([.sample(1)]) == [.routed])
                    try await host.sendProbe(ProbeID(rawValue: 2))
                    var contents: [Delivery.Content] = []
                    while contents.count < 2 {
                        contents += try await host.nextBatch(limit: 10).map(\.content)
                    }
                    #expect(contents.last == .probe(ProbeID(rawValue: 2)))
                    #expect(!contents.contains(.probe(ProbeID(rawValue: 1))))
                    await emitter.close()
                    await host.close()
                    // Another program's consumer is no left-over.
                    let consumer = try lab.consume(
                        "my-docker-network.host.one", in: virtualHost, name: "somebody else")
                    try await virtualHost.waitForConsumer(isThere: true)
                    let error = await failure {
                        _ = try await virtualHost.managementHost.openSubscription(.one)
                    }
                    #expect(error?.code == .inUse, "\(error?.message ?? "")")
                    #expect(error?.message.contains("set host-name") == true)
                    #expect(consumer.isRunning)
                }
            }

            /// A host that receives over HTTP answers emitters that are connected over AMQP.
            @Test func receiptsForOthers() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    let emitter = try await virtualHost.emitter.openPublisher(
                        .init(instance: .random(), hearsResync: true, hearsReceipts: true))
                    #expect(
                        try await emitter.publish([.sample(1, wantsReceipt: true)]) == [.routed])
                    let delivery = try #require(try await host.nextBatch(limit: 1).first)
                    let address = try #require(delivery.replyAddress)
                    let receipt = Receipt(hostName: "one", outcome: .refused("ü: not \"this\""))
                    try await host.settle([], sending: [(receipt, to: address)])
                    #expect(try await emitter.nextSignal() == .receipt(receipt, messageID: "m-1"))
                    try await host.requestResync()
                    #expect(try await emitter.nextSignal() == .resync)
                    await emitter.close()
                    try await host.settle([], sending: [(receipt, to: address)])
                    await host.close()
                }
            }

            /// Neither a close nor a connection that is dropped leaves a thread behind.
            @Test func threadsEnd() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let before = try threads()
                    for round in 0..<10 {
                        let host = try await virtualHost.managementHost.openSubscription(.one)
                        let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                        #expect(try threads() == before + 2)
                        guard round % 2 == 0 else { continue }
                        await host.close()
                        await emitter.close()
                    }
                    try await eventually("the threads end") { try threads() == before }
                }
            }

            /// With the slowest interval a cancelled call, and a close, still return at once.
            @Test func nothingWaitsForPolling() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    var configuration = virtualHost.management(virtualHost.hostUser)
                    configuration.fastestPoll = .seconds(60)
                    configuration.slowestPoll = .seconds(60)
                    let transport = RabbitMQManagementTransport(configuration)
                    let host = try await transport.openSubscription(.one)
                    let start = ContinuousClock.now
                    let waiting = Task { try await host.nextBatch(limit: 1) }
                    try await Task.sleep(for: .milliseconds(300))
                    try await host.requestResync()
                    let probe = ProbeID(rawValue: 1)
                    try await host.sendProbe(probe)
                    #expect(try await waiting.value.map(\.content) == [.probe(probe)])
                    let second = Task { try await host.nextBatch(limit: 1) }
                    second.cancel()
                    #expect(await failure { _ = try await second.value }?.code == .cancelled)
                    let third = Task { try await host.nextBatch(limit: 1) }
                    await Task.yield()
                    await host.close()
                    #expect(await failure { _ = try await third.value }?.code == .closed)
                    #expect(ContinuousClock.now - start < .seconds(40))
                }
            }
        }
    }

    extension LabVirtualHost {
        /// Waits until the broker's statistics show, or no longer show, a consumer of host `one`.
        func waitForConsumer(isThere: Bool) async throws {
            let path = "queues/\(path)/my-docker-network.host.one?columns=consumer_details"
            try await eventually("the broker shows \(isThere ? "a" : "no") consumer") {
                try await lab.request("GET", path).contains("connection_name") == isThere
            }
        }
    }
#endif

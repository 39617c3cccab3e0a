#if RabbitMQ
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import Foundation
    import Testing
    import TestSupport

    extension RabbitMQTests {
        /// What a connection holds goes with it; what ends it is told.
        @Suite struct Lifetimes {
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            /// This program's threads that belong to connections.
            private var connectionThreads: Int {
                let tasks =
                    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
                return tasks.count { task in
                    let name = try? String(
                        contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
                    return name == "docker-net-amqp\n"
                }
            }

            /// Sockets and eventfds of this program.
            private var descriptors: Int {
                let names =
                    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                return names.count { name in
                    let path = "/proc/self/fd/\(name)"
                    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
                    return target?.hasPrefix("socket:") == true
                        || target?.contains("eventfd") == true
                }
            }

            /// The names of a virtual host's connections, fit for a URL.
            private func connectionNames(_ virtualHost: LabVirtualHost) async throws -> [String] {
                struct Connection: Decodable { var name: String }
                let answer = try await lab.request("GET", "vhosts/\(virtualHost.name)/connections")
                let list = try JSONDecoder().decode([Connection].self, from: Data(answer.utf8))
                return list.compactMap {
                    $0.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
                }
            }

            @Test func dropped200LeaveNothingBehind() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let before = descriptors
                    for number in 0..<100 {
                        _ = try await virtualHost.emitter.openPublisher(
                            .init(instance: .random(), hearsResync: true, hearsReceipts: true))
                        let options = SubscriptionOptions(hostName: "h\(number)", domain: .docker)
                        _ = try await virtualHost.host(.exclusive).openSubscription(options)
                    }
                    try await eventually("the threads are gone") { connectionThreads == 0 }
                    // Other tests may have opened a few meanwhile, but not hundreds.
                    try await eventually("the descriptors are closed") { descriptors < before + 50 }
                    try await eventually("the broker has seen all go", within: .seconds(20)) {
                        try await connectionNames(virtualHost).isEmpty
                    }
                }
            }

            @Test func givenUpWhileOpeningLeavesNothingBehind() async throws {
                try await lab.inVirtualHost { virtualHost in
                    for number in 0..<40 {
                        let opening = Task { try await virtualHost.emitter.openPublisher(.init()) }
                        try await Task.sleep(for: .microseconds(number * 100))
                        opening.cancel()
                        if case .success(let publisher) = await opening.result {
                            await publisher.close()
                        }
                    }
                    try await eventually("the threads are gone") { connectionThreads == 0 }
                }
            }

            /// A host that takes the connection but never says a word.
            @Test func cancelledOpeningComesBackAtOnce() async throws {
                let silent = try SilentServer()
                var configuration = RabbitMQConfiguration(
                    host: "127.0.0.1", port: silent.port, user: "u",
                    password: { () throws(TransportError) in "p" }, virtualHost: "v")
                // The thread waits as long for the server, after the caller is gone.
                configuration.connectTimeout = .seconds(20)
                let transport = RabbitMQTransport(configuration)
                let opening = Task { try await transport.openSubscription(.one) }
                try await eventually("somebody connects") { silent.hasClient }
                let start = ContinuousClock.now
                opening.cancel()
                let error = await failure { _ = try await opening.value }
                #expect(error?.code == .cancelled)
                #expect(ContinuousClock.now - start < .seconds(10))
                configuration.connectTimeout = .seconds(1)
                let impatient = RabbitMQTransport(configuration)
                let late = await failure { _ = try await impatient.openPublisher(.init()) }
                #expect(late?.code == .unreachable)
                try await eventually("the threads are gone") { connectionThreads == 0 }
            }

            @Test func closedByTheBroker() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let host = try await virtualHost.host().openSubscription(.one)
                    let emitter = try await virtualHost.emitter.openPublisher(.init())
                    async let batch = failure { _ = try await host.nextBatch(limit: 1) }
                    async let signal = failure { _ = try await emitter.nextSignal() }
                    // The management API learns of a connection a little later.
                    try await eventually("both are listed", within: .seconds(20)) {
                        try await connectionNames(virtualHost).count == 2
                    }
                    for name in try await connectionNames(virtualHost) {
                        try await lab.request("DELETE", "connections/\(name)")
                    }
                    for error in [await batch, await signal] {
                        #expect(error?.code == .closed, "\(error?.message ?? "")")
                        #expect(
                            error?.message.contains("the broker ended the connection") == true,
                            "\(error?.message ?? "")")
                    }
                    #expect(
                        await failure { _ = try await host.nextBatch(limit: 1) } == (await batch))
                    #expect(
                        await failure { _ = try await emitter.publish([.sample(1)]) }
                            == (await signal))
                }
            }

            @Test func queueDeleted() async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let host = try await virtualHost.host().openSubscription(.one)
                    async let batch = failure { _ = try await host.nextBatch(limit: 1) }
                    try await lab.request(
                        "DELETE", "queues/\(virtualHost.name)/my-docker-network.host.one")
                    #expect(await batch?.code == .closed)
                    #expect(await batch?.message.contains("queue was deleted") == true)
                }
            }

            @Test func aCutConnectionIsClosed() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let proxy = try Proxy(to: lab.port)
                    let (host, emitter) = try await pair(virtualHost, through: proxy)
                    async let batch = failure { _ = try await host.nextBatch(limit: 1) }
                    async let signal = failure { _ = try await emitter.nextSignal() }
                    proxy.cut()
                    #expect(await batch?.code == .closed)
                    #expect(await signal?.code == .closed)
                    #expect(
                        await failure { _ = try await emitter.publish([.sample(1)]) }?.code
                            == .closed)
                }
            }

            /// A peer that is connected but silent: after two heartbeats (of a second) it is over.
            @Test func aSilentPeerIsNoticed() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let proxy = try Proxy(to: lab.port)
                    let (host, emitter) = try await pair(virtualHost, through: proxy)
                    proxy.stall()
                    let start = ContinuousClock.now
                    async let batch = failure { _ = try await host.nextBatch(limit: 1) }
                    async let signal = failure { _ = try await emitter.nextSignal() }
                    #expect(await batch?.code == .closed)
                    #expect(await signal?.code == .closed)
                    #expect(await batch?.message.contains("heartbeat") == true)
                    #expect(ContinuousClock.now - start < .seconds(20))
                    // A goodbye that nobody answers does not take long.
                    await host.close()
                    await emitter.close()
                    #expect(ContinuousClock.now - start < .seconds(30))
                }
            }

            @Test func anIdleConnectionLives() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let (host, emitter) = try await pair(virtualHost, through: nil)
                    // The broker ends a connection that is silent for two to three heartbeats.
                    let idle = Task { try await emitter.nextSignal() }
                    try await Task.sleep(for: .seconds(4))
                    idle.cancel()
                    #expect(await failure { _ = try await idle.value }?.code == .cancelled)
                    #expect(try await emitter.publish([.sample(1)]) == [.routed])
                    #expect(try await host.nextBatch(limit: 1).count == 1)
                    await host.close()
                    await emitter.close()
                }
            }

            @Test func anUnansweredPublishTimesOut() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let proxy = try Proxy(to: lab.port)
                    let (host, emitter) = try await pair(
                        virtualHost, through: proxy, heartbeat: .seconds(60))
                    proxy.stall()
                    let start = ContinuousClock.now
                    let publications = try (0..<20_000).map { try Publication.sample($0) }
                    let error = await failure { _ = try await emitter.publish(publications) }
                    #expect(error?.code == .timedOut)
                    #expect(ContinuousClock.now - start < .seconds(30))
                    await emitter.close()
                    await host.close()
                }
            }

            private func pair(
                _ virtualHost: LabVirtualHost, through proxy: Proxy?,
                heartbeat: Duration = .seconds(1)
            ) async throws -> (any Subscription, any Publisher) {
                func changed(_ transport: RabbitMQTransport) -> RabbitMQTransport {
                    var configuration = transport.configuration
                    configuration.port = proxy?.port ?? lab.port
                    configuration.heartbeat = heartbeat
                    configuration.publishTimeout = .seconds(2)
                    return RabbitMQTransport(configuration)
                }
                return (
                    try await changed(virtualHost.host()).openSubscription(.one),
                    try await changed(virtualHost.emitter).openPublisher(.init())
                )
            }
        }
    }
#endif

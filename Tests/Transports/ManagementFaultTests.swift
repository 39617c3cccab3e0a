#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkRabbitMQManagement
    import Foundation
    import Testing

    extension ManagementTests {
        /// A server between that does what servers should not.
        @Suite struct Faults {
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private static let codes: [BadServer.Manner: TransportError.Code] = [
                .cut: .closed, .silent: .timedOut, .trickle: .timedOut, .html: .unreachable,
                .noise: .closed, .huge: .closed, .hugeSaid: .closed,
                .bloated: .unreachable, .bloatedTransfer: .unreachable, .headers: .closed,
                .deep: .unreachable,
                .redirect: .configuration, .unavailable: .closed,
            ]

            /// Runs `work`, and returns by how many bytes the process was larger meanwhile.
            private func growth(_ work: () async throws -> Void) async throws -> Int {
                func peak() throws -> Int {
                    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                    let line = try #require(
                        status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
                    let number = try #require(
                        line.split(whereSeparator: \.isWhitespace).dropFirst().first)
                    return try #require(Int(number)) * 1024
                }
                // 5: the peak counts from now on (proc(5)).
                try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
                let before = try peak()
                try await work()
                return try peak() - before
            }

            @Test(arguments: BadServer.Manner.bad)
            func whileOpening(manner: BadServer.Manner) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let server = try await BadServer(manner, to: "amq.fanout", before: lab)
                    let transport = RabbitMQManagementTransport(
                        server.before(virtualHost.management(virtualHost.hostUser)))
                    let start = ContinuousClock.now
                    let growth = try await growth {
                        let error = await failure { _ = try await transport.openPublisher(.init()) }
                        #expect(error?.code == Self.codes[manner], "\(error?.message ?? "")")
                        #expect(error?.message.contains { $0.isNewline } == false)
                        #expect(error?.message.contains("root:") == false)
                    }
                    #expect(growth < 50_000_000)
                    #expect(ContinuousClock.now - start < .seconds(30))
                }
            }

            @Test(arguments: BadServer.Manner.bad)
            func whilePublishing(manner: BadServer.Manner) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let server = try await BadServer(manner, to: "publish", before: lab)
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    let transport = RabbitMQManagementTransport(
                        server.before(virtualHost.management(virtualHost.emitterUser)))
                    let emitter = try await transport.openPublisher(.init())
                    let growth = try await growth {
                        let error = await failure {
                            _ = try await emitter.publish([.sample(1), .sample(2)])
                        }
                        #expect(error?.code == Self.codes[manner], "\(error?.message ?? "")")
                    }
                    #expect(growth < 50_000_000)
                    // The connection is over, and waits for nothing.
                    let again = await failure { _ = try await emitter.nextSignal() }
                    #expect(again?.code == Self.codes[manner])
                    await emitter.close()
                    await host.close()
                }
            }

            /// Whatever the server does to what is received, nothing is lost.
            @Test(arguments: BadServer.Manner.bad)
            func whileReceiving(manner: BadServer.Manner) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let server = try await BadServer(manner, to: "get", before: lab)
                    let transport = RabbitMQManagementTransport(
                        server.before(virtualHost.management(virtualHost.hostUser)))
                    let host = try await transport.openSubscription(.one)
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    #expect(try await emitter.publish([.sample(1)]) == [.routed])
                    let growth = try await growth {
                        // What is too large or too deep may be a message: those are asked for one by
                        // one, and in the end taken away.
                        switch manner {
                        case .huge, .hugeSaid, .deep:
                            let batch = try await host.nextBatch(limit: 10)
                            #expect(batch.map(\.content) == [.malformed(.unreadable)])
                        default:
                            let error = await failure { _ = try await host.nextBatch(limit: 10) }
                            #expect(error?.code == Self.codes[manner], "\(error?.message ?? "")")
                        }
                    }
                    #expect(growth < 80_000_000)
                    await host.close()
                    let second = try await virtualHost.managementHost.openSubscription(.one)
                    let batch = try await second.nextBatch(limit: 10)
                    #expect(batch.map(\.messageID) == ["m-1"])
                    await second.close()
                    await emitter.close()
                }
            }
        }
    }
#endif

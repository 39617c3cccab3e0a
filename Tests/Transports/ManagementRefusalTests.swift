#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkRabbitMQManagement
    import Testing

    extension ManagementTests {
        /// What cannot be gets the right code and one line that says what, where and what to do.
        @Suite struct Refusals: RefusalSuite {
            static let scheme = "http"
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private func expectRefusal(
                _ configuration: RabbitMQManagementConfiguration, _ code: TransportError.Code,
                _ words: String...
            ) async {
                await expectRefusal(by: RabbitMQManagementTransport(configuration), code, words)
            }

            @Test func withoutTheTag() async throws {
                try await lab.inVirtualHost { virtualHost in
                    await expectRefusal(
                        virtualHost.management(virtualHost.hostUser), .refused,
                        "Not management user", "set_user_tags", virtualHost.hostUser)
                }
            }

            @Test func wrongPassword() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    var configuration = virtualHost.management(virtualHost.hostUser)
                    configuration.password = { () throws(TransportError) in "wrong-secret" }
                    await expectRefusal(
                        configuration, .refused, virtualHost.hostUser, "Login failed", "password")
                    let error = await failure {
                        _ = try await RabbitMQManagementTransport(configuration)
                            .openPublisher(.init())
                    }
                    #expect(error?.message.contains("wrong-secret") == false)
                }
            }

            @Test(arguments: ["no such/one", "%2E%2E", "%2F", "ünicode?#"])
            func missingVirtualHost(name: String) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    var configuration = virtualHost.management(virtualHost.hostUser)
                    configuration.virtualHost = name
                    await expectRefusal(
                        configuration, .configuration, "no virtual host '\(name)'", "add it")
                }
            }

            @Test func virtualHostOfOthers() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    try await lab.request(
                        "DELETE", "permissions/\(virtualHost.path)/\(virtualHost.hostUser)")
                    await expectRefusal(
                        virtualHost.management(virtualHost.hostUser), .refused, "permissions",
                        "virtual host")
                }
            }

            @Test func emitterAsHost() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let error = await failure {
                        _ = try await virtualHost.managementEmitter.openSubscription(.one)
                    }
                    check(error, .refused, ["exchange 'my-docker-network'", "permission"])
                }
            }

            /// Each permission that a host lacks is named; a host that could not send probes would
            /// be deaf for ever.
            @Test(arguments: [
                ("^my-docker-network.*", "^my-docker-network.*", "^$", "bound"),
                ("^my-docker-network.*", "^my-docker-network.*", ".*", "amq.default"),
                ("^my-docker-network.*", "^amq.default$", ".*", "bound"),
            ])
            func hostWithout(
                configure: String, write: String, read: String, word: String
            ) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    try await virtualHost.addUser(
                        virtualHost.hostUser, configure: configure, write: write, read: read,
                        tags: "management")
                    let error = await failure {
                        _ = try await virtualHost.managementHost.openSubscription(.one)
                    }
                    check(error, .refused, [word, "may not use", "permission"])
                }
            }

            @Test func emitterWithoutWrite() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let host = try await virtualHost.managementHost.openSubscription(.one)
                    try await virtualHost.addUser(
                        virtualHost.emitterUser, configure: "^$", write: "^$", read: "^$",
                        tags: "management")
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    let error = await failure { _ = try await emitter.publish([.sample(1)]) }
                    check(error, .refused, ["exchange 'my-docker-network'", "permission"])
                    // The connection is over: that says why, too.
                    let again = await failure { _ = try await emitter.publish([.sample(1)]) }
                    #expect(again == error)
                    await emitter.close()
                    await host.close()
                }
            }

            @Test func missingExchange() async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let emitter = try await virtualHost.managementEmitter.openPublisher(.init())
                    for _ in 0..<2 {
                        let error = await failure { _ = try await emitter.publish([.sample(1)]) }
                        check(error, .noHost, ["start the host service"])
                    }
                    // Who may makes it; nobody is bound to it yet.
                    let other = try await virtualHost.managementHost.openPublisher(.init())
                    #expect(try await other.publish([.sample(2)]) == [.noReceiver])
                    #expect(try await emitter.publish([.sample(1)]) == [.noReceiver])
                    await other.close()
                    await emitter.close()
                }
            }

            @Test(arguments: [
                (
                    "exchanges/VHOST/my-docker-network", #"{"type":"fanout","durable":true}"#,
                    "durable"
                ),
                (
                    "queues/VHOST/my-docker-network.host.one", #"{"durable":true}"#,
                    "inequivalent arg 'x-"
                ),
            ])
            func declaredOtherwise(path: String, body: String, argument: String) async throws {
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let path = path.replacing("VHOST", with: virtualHost.path)
                    try await lab.request("PUT", path, body: body)
                    let error = await failure {
                        _ = try await virtualHost.managementHost.openSubscription(.one)
                    }
                    check(error, .configuration, ["other properties", argument])
                }
            }

            @Test func nobodyListens() async throws {
                var configuration = RabbitMQManagementConfiguration(
                    host: "127.0.0.1", port: 1, user: "u",
                    password: { () throws(TransportError) in LabVirtualHost.password },
                    virtualHost: "v")
                await expectRefusal(configuration, .unreachable, "127.0.0.1:1/", "check")
                configuration.host = "::1"
                await expectRefusal(configuration, .unreachable, "[::1]:1/")
                configuration.host = "no-such-host.invalid"
                await expectRefusal(configuration, .unreachable, "name")
            }

            /// AMQP's port answers with its own header.
            @Test func notTheAPI() async throws {
                var configuration = RabbitMQManagementConfiguration(
                    host: "127.0.0.1", port: lab.port, user: "u",
                    password: { () throws(TransportError) in LabVirtualHost.password },
                    virtualHost: "v")
                let error = await failure {
                    _ = try await RabbitMQManagementTransport(configuration).openPublisher(.init())
                }
                #expect(error?.isTransient == true, "\(error?.message ?? "")")
                // TLS to a port without it.
                configuration.port = lab.managementPort
                configuration.security = .init()
                await expectRefusal(configuration, .unreachable, "TLS")
            }

            @Test func whatCannotBe() async throws {
                func refuses(
                    _ word: String, _ change: (inout RabbitMQManagementConfiguration) -> Void
                ) async {
                    var configuration = RabbitMQManagementConfiguration(
                        host: "127.0.0.1", port: lab.managementPort, user: "u",
                        password: { () throws(TransportError) in LabVirtualHost.password },
                        virtualHost: "v")
                    change(&configuration)
                    await expectRefusal(configuration, .configuration, word)
                }
                await refuses("colon") { $0.user = "a:b" }
                await refuses("user") { $0.user = "" }
                await refuses("virtual host") { $0.virtualHost = "a\0b" }
                await refuses("cannot be named") { $0.virtualHost = ".." }
                await refuses("host") { $0.host = String(repeating: "x", count: 256) }
                await refuses("polling") { $0.fastestPoll = .seconds(2) }
                await refuses("polling") { $0.fastestPoll = .zero }
                await refuses("time-out") { $0.requestTimeout = .zero }
                await refuses("go together") { $0.security = .init(certificateFile: "/x") }
                await refuses("CA file") {
                    $0.security = .init(certificateAuthorityFile: "/nonexistent/ca.pem")
                }
                await refuses("zero byte") {
                    $0.password = { () throws(TransportError) in "a\0b" }
                }
            }
        }
    }
#endif

#if RabbitMQ
    import DockerNetwork
    import DockerNetworkRabbitMQ
    import Testing

    extension RabbitMQTests {
        /// What cannot be gets the right code and one line that says what, where and what to do.
        @Suite struct Refusals: RefusalSuite {
            static let scheme = "amqp"
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private func expectRefusal(
                _ configuration: RabbitMQConfiguration, _ code: TransportError.Code,
                _ words: String...
            ) async {
                await expectRefusal(by: RabbitMQTransport(configuration), code, words)
            }

            @Test func wrongPassword() async throws {
                try await lab.inVirtualHost { virtualHost in
                    var configuration = virtualHost.configuration(virtualHost.hostUser)
                    configuration.password = { () throws(TransportError) in "wrong-secret" }
                    await expectRefusal(
                        configuration, .refused, virtualHost.hostUser, "ACCESS_REFUSED", "password")
                    let error = await failure {
                        _ = try await RabbitMQTransport(configuration).openPublisher(.init())
                    }
                    #expect(error?.message.contains("wrong-secret") == false)
                }
            }

            @Test func missingVirtualHost() async throws {
                try await lab.inVirtualHost { virtualHost in
                    var configuration = virtualHost.configuration(virtualHost.hostUser)
                    configuration.virtualHost = "no such/one"
                    await expectRefusal(
                        configuration, .configuration, "no such/one", "not found",
                        "/no%20such%2Fone")
                }
            }

            @Test func virtualHostOfOthers() async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await lab.request(
                        "DELETE", "permissions/\(virtualHost.name)/\(virtualHost.hostUser)")
                    await expectRefusal(
                        virtualHost.configuration(virtualHost.hostUser), .refused, "permission")
                }
            }

            @Test func nobodyListens() async throws {
                var configuration = RabbitMQConfiguration(
                    host: "127.0.0.1", port: 1, user: "u",
                    password: { () throws(TransportError) in LabVirtualHost.password },
                    virtualHost: "v")
                await expectRefusal(configuration, .unreachable, "127.0.0.1:1/", "check")
                configuration.host = "::1"
                await expectRefusal(configuration, .unreachable, "[::1]:1/")
            }

            @Test func notABroker() async throws {
                let configuration = RabbitMQConfiguration(
                    host: "127.0.0.1", port: lab.managementPort, user: "u",
                    password: { () throws(TransportError) in "p" }, virtualHost: "v",
                    connectTimeout: .seconds(2))
                let error = await failure {
                    _ = try await RabbitMQTransport(configuration).openPublisher(.init())
                }
                #expect(
                    error?.code == .configuration || error?.code == .unreachable, "\(error as Any)")
                #expect(error?.message.contains("check") == true)
            }

            @Test(arguments: [
                ("exchanges/%/my-docker-network", #"{"type":"fanout","durable":true}"#, "durable"),
                ("exchanges/%/my-docker-network", #"{"type":"direct","durable":false}"#, "type"),
                (
                    "exchanges/%/my-docker-network.resync", #"{"type":"fanout","durable":true}"#,
                    "durable"
                ),
                ("queues/%/my-docker-network.host.one", #"{"durable":true}"#, "x-expires"),
            ])
            func declaredOtherwise(path: String, body: String, argument: String) async throws {
                try await lab.inVirtualHost { virtualHost in
                    try await virtualHost.admitAdministrator()
                    let place = path.split(separator: "%").joined(separator: virtualHost.name)
                    try await lab.request("PUT", place, body: body)
                    let error = await failure {
                        _ = try await virtualHost.host().openSubscription(.one)
                    }
                    check(
                        error, .configuration, ["'\(argument)'", "my-docker-network", "current is"])
                }
            }

            @Test func hostNameInUse() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let first = try await virtualHost.host().openSubscription(.one)
                    let error = await failure {
                        _ = try await virtualHost.host().openSubscription(.one)
                    }
                    check(error, .inUse, ["my-docker-network.host.one", "host-name"])
                    await first.close()
                    // The broker lets go of the queue before it answers the goodbye.
                    await (try await virtualHost.host().openSubscription(.one)).close()
                }
            }

            @Test func emitterAsHost() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let error = await failure {
                        _ = try await virtualHost.emitter.openSubscription(.one)
                    }
                    check(
                        error, .refused,
                        [virtualHost.emitterUser, "ACCESS_REFUSED", "my-docker-network"])
                }
            }

            @Test func hostWithoutReceipts() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let names = #"^my-docker-network(\\.resync|\\.host\\..*)?$"#
                    try await virtualHost.addUser(
                        virtualHost.hostUser, configure: names, write: names, read: names)
                    let error = await failure {
                        _ = try await virtualHost.host().openSubscription(.one)
                    }
                    check(error, .refused, ["amq.default", "receipts"])
                }
            }

            @Test func emitterWithoutWrite() async throws {
                try await lab.inVirtualHost { virtualHost in
                    let host = try await virtualHost.host().openSubscription(.one)
                    try await virtualHost.addUser(
                        virtualHost.emitterUser, configure: "^$", write: "^$", read: "^$")
                    let emitter = try await virtualHost.emitter.openPublisher(.init())
                    let error = await failure { _ = try await emitter.publish([.sample(1)]) }
                    check(error, .refused, ["ACCESS_REFUSED", "my-docker-network"])
                    await emitter.close()
                    await host.close()
                }
            }

            @Test(arguments: [Duration.zero, .milliseconds(1500), .seconds(3601), .seconds(-1)])
            func heartbeatOutOfBounds(_ heartbeat: Duration) async throws {
                var configuration = RabbitMQConfiguration(
                    host: "127.0.0.1", user: "u", password: { () throws(TransportError) in "p" },
                    virtualHost: "v")
                configuration.heartbeat = heartbeat
                await expectRefusal(configuration, .configuration, "heartbeat", "1 to 3600")
            }

            @Test(arguments: ["", "a\0b", String(repeating: "a", count: 256)])
            func badTexts(_ text: String) async throws {
                let good = RabbitMQConfiguration(
                    host: "127.0.0.1", port: 1, user: "u",
                    password: { () throws(TransportError) in "p" }, virtualHost: "v")
                for (name, field) in [
                    ("host", \RabbitMQConfiguration.host), ("user", \.user),
                    ("virtual host", \.virtualHost),
                ] {
                    var configuration = good
                    configuration[keyPath: field] = text
                    await expectRefusal(configuration, .configuration, "the \(name) must")
                }
            }

            @Test func passwordThatCannotBeHad() async throws {
                let reason = TransportError(.configuration, "amqp: the password file is not there")
                let configuration = RabbitMQConfiguration(
                    host: "127.0.0.1", port: 1, user: "u",
                    password: { () throws(TransportError) in throw reason }, virtualHost: "v")
                await expectRefusal(configuration, .configuration, "the password file is not there")
            }

            @Test func securityFiles() async throws {
                var configuration = RabbitMQConfiguration(
                    host: "localhost", port: 1, user: "u",
                    password: { () throws(TransportError) in "p" }, virtualHost: "v")
                configuration.security = .init(certificateAuthorityFile: "/no/such/ca.pem")
                await expectRefusal(configuration, .configuration, "CA file '/no/such/ca.pem'")
                configuration.security = .init(
                    certificateAuthorityFile: "/dev/null", certificateFile: "/dev/null")
                await expectRefusal(configuration, .configuration, "go together")
                configuration.security = .init(certificateAuthorityFile: "/dev/null")
                await expectRefusal(configuration, .configuration, "CA file", "no certificate")
                let authority = "/etc/ssl/certs/ca-certificates.crt"
                configuration.security = .init(
                    certificateAuthorityFile: authority, certificateFile: authority,
                    keyFile: "/dev/null")
                await expectRefusal(configuration, .configuration, "no certificate with its key")
            }
        }
    }
#endif

#if RabbitMQ && RabbitMQManagement
    import DockerNetwork
    import DockerNetworkRabbitMQManagement
    import Testing

    extension ManagementTests {
        /// TLS: what verifies works, and what does not is refused with what to do.
        @Suite struct Security {
            let lab: BrokerLab

            init() throws {
                lab = try #require(BrokerLab.current)
            }

            private func open(
                _ server: BadServer, in virtualHost: LabVirtualHost, host: String = "localhost",
                _ security: TransportSecurity?
            ) async -> TransportError? {
                var configuration = server.before(virtualHost.management(virtualHost.hostUser))
                configuration.host = host
                configuration.security = security
                let transport = RabbitMQManagementTransport(configuration)
                return await failure {
                    let emitter = try await transport.openPublisher(.init())
                    #expect(try await emitter.publish([.sample(1)]) == [.noReceiver])
                    await emitter.close()
                }
            }

            @Test func certificates() async throws {
                let authority = try Authority()
                let other = try Authority()
                let identity = try authority.sign("localhost").both
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let server = try await BadServer(
                        .good, to: "", before: lab, identity: identity)
                    func open(
                        _ file: String?, host: String = "localhost"
                    ) async -> TransportError? {
                        await self.open(
                            server, in: virtualHost, host: host,
                            .init(certificateAuthorityFile: file))
                    }
                    #expect(await open(authority.file) == nil)
                    for error in [
                        await open(other.file), await open(nil),
                        await open(authority.file, host: "127.0.0.1"),
                    ] {
                        #expect(error?.code == .configuration, "\(error?.message ?? "")")
                        #expect(error?.message.contains("does not verify") == true)
                    }
                    let broken = await open(identity + ".key-is-missing")
                    #expect(broken?.code == .configuration)
                    // Without TLS there is nothing to talk with.
                    let plain = await self.open(server, in: virtualHost, nil)
                    #expect(plain?.isTransient == true, "\(plain?.message ?? "")")
                }
            }

            @Test func clientCertificates() async throws {
                let authority = try Authority()
                let identity = try authority.sign("localhost").both
                let client = try authority.sign("client")
                try await lab.inVirtualHost(tags: "management") { virtualHost in
                    let server = try await BadServer(
                        .good, to: "", before: lab, identity: identity, clients: authority.file)
                    let without = await open(
                        server, in: virtualHost, .init(certificateAuthorityFile: authority.file))
                    #expect(without != nil)
                    let with = await open(
                        server, in: virtualHost,
                        .init(
                            certificateAuthorityFile: authority.file,
                            certificateFile: client.certificate, keyFile: client.key))
                    #expect(with == nil, "\(with?.message ?? "")")
                    let wrongKey = await open(
                        server, in: virtualHost,
                        .init(
                            certificateAuthorityFile: authority.file,
                            certificateFile: client.certificate, keyFile: identity))
                    #expect(wrongKey?.code == .configuration, "\(wrongKey?.message ?? "")")
                }
            }
        }
    }
#endif

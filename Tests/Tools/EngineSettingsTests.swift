#if Docker
    import DockerNetwork
    import DockerNetworkConfiguration
    import DockerNetworkProgram
    import DockerNetworkSystem
    import DockerNetworkTransportComposition
    import Logging
    import Testing

    @Suite("Settings of a container engine")
    struct EngineSettingsTests {
        private func transport(_ text: String) throws -> TransportSettings {
            try #require(try Configuration.loaded("[[transports]]\n\(text)").transports.first)
        }

        @Test("has defaults, and a place of its own")
        func defaults() throws {
            let settings = try transport("url = \"docker://\"")
            #expect(settings.url.socketPath == "/var/run/docker.sock")
            #expect(settings.engine == DockerAdapter())
            #expect(settings.group == "docker:///var/run/docker.sock")
            let source = try Composition.source(settings, of: try Configuration.loaded(""))
            #expect(source.endpoint == "docker:///var/run/docker.sock")
        }

        @Test("reads every key")
        func everyKey() throws {
            let settings = try transport(
                """
                url = "docker:///run/podman/podman.sock"
                name = "pods"
                names = ["hostname", "service"]
                networks = ["shop_*", "bridge"]
                require-label = true
                names-when = "healthy"
                lease = "1m"
                """)
            let engine = try #require(settings.engine)
            #expect(engine.name == "pods" && engine.names == [.hostname, .service])
            #expect(engine.networks == ["shop_*", "bridge"] && engine.requiresLabel)
            #expect(engine.namesWhen == .healthy && engine.lease.seconds == 60)
        }

        @Test("over TCP: encrypted with certificates, and warned of without")
        func overTCP() throws {
            let plain = try Configuration.loaded(
                "[[transports]]\nurl = \"docker+tcp://build.example\"")
            #expect(plain.warnings.count == 1 && plain.warnings[0].contains("not encrypted"))
            let settings = try #require(plain.transports.first)
            #expect(
                try Composition.source(settings, of: plain).endpoint
                    == "docker+tcp://build.example:2375")
            let secure = try Configuration.loaded(
                """
                [[transports]]
                url = "docker+tcp://[2001:db8::1]"
                ca-file = "/ca.pem"
                certificate-file = "/cert.pem"
                key-file = "/key.pem"
                """)
            #expect(secure.warnings.isEmpty)
            #expect(
                try Composition.source(#require(secure.transports.first), of: secure).endpoint
                    == "docker+tcp://[2001:db8::1]:2376")
        }

        @Test(
            "refuses what is wrong, and says the line",
            arguments: [
                ("url = \"docker://\"\nnames = [\"id\"]", ":3:"),
                ("url = \"docker://\"\nnames-when = \"ill\"", ":3:"),
                ("url = \"docker://\"\nlease = \"0s\"", ":3:"),
                ("url = \"docker://\"\nnetworks = [\"\"]", ":3:"),
                ("url = \"docker://\"\nrequire-label = 1", ":3:"),
                ("url = \"docker://\"\npassword-file = \"/x\"", "no broker"),
                ("url = \"docker://\"\ngroup = \"broker\"", "group of its own"),
                ("url = \"docker://\"\nca-file = \"/x\"", ":3:"),
                ("url = \"docker://\"\nsocket-mode = \"0660\"", ":3:"),
                ("url = \"docker://\"\nrequire-labels = true", "require-label"),
                ("url = \"docker://relative\"", "absolute path"),
                ("url = \"docker+tcp://host/path\"", "host and a port"),
                ("url = \"docker+tcp://\"", "no host"),
                ("url = \"unix:///x.sock\"\nrequire-label = true", "watches no engine"),
                ("url = \"amqp://host@h/v\"\nlease = \"30s\"", "watches no engine"),
            ])
        func refused(text: String, words: String) throws {
            let error = #expect(throws: ToolError.self) { try transport(text) }
            #expect(error?.message.contains(words) == true, "\(String(describing: error))")
            #expect(error?.status == .configuration)
        }

        @Test("an emitter that shares the file announces over the others; alone it is no use")
        func emitters() throws {
            let both = """
                [[transports]]
                url = "docker://"

                [[transports]]
                url = "unix:///run/x.sock"
                """
            let logger = Logger(label: "test")
            let transport = try Composition.transport(
                of: try Configuration.loaded(both, program: .emitter), logger: logger)
            #expect(transport.endpoint == "unix:///run/x.sock")
            let alone = try Configuration.loaded(
                "[[transports]]\nurl = \"docker://\"", program: .emitter)
            #expect(throws: ToolError.self) {
                try Composition.transport(of: alone, logger: logger)
            }
        }

        @Test("the environment names an engine; what a broker had stays with the broker")
        func environment() throws {
            let configuration = try Configuration.loaded(
                "[[transports]]\nurl = \"amqp://host@h/v\"\nheartbeat = \"7s\"",
                environment: ["MY_DOCKER_NETWORK_URL": "docker:///a.sock,docker:///b.sock"])
            #expect(
                configuration.transports.map(\.group) == ["docker:///a.sock", "docker:///b.sock"])
            #expect(configuration.transports.allSatisfy { $0.broker == nil })
        }

        @Test("the machine's start lies in the past")
        func machineStart() throws {
            let start = try #require(MachineStart.milliseconds())
            #expect(start > 1_000_000_000_000 && start % 1_000 == 0)
        }
    }
#endif

import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// How often the programs try where nothing comes of it.
    @Suite(.onlyOnce) struct Pacing {
        /// The quick ones of the first six seconds, and some: `BackoffTests` count half a minute.
        private static let watched = Duration.seconds(12)
        private static let mostAttempts = 48

        @Test(
            "a broker that accepts and drops at once: tries that become rare",
            arguments: ["run", "serve"], ["amqp", "http"])
        func closingBroker(verb: String, scheme: String) async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let broker = try await lab.startBadListener("closing", "127.0.0.1", port)
                let program = try await lab.start(verb, "\(scheme)://u@127.0.0.1:\(port)/v")
                try await Task.sleep(for: Self.watched / 2)
                let first = broker.lines(with: "accepted")
                try await Task.sleep(for: Self.watched / 2)
                let all = broker.lines(with: "accepted")
                #expect(program.end == nil, "\(program.errors)")
                #expect(first > 3 && all <= Self.mostAttempts, "\(first) and then \(all)")
                #expect(all - first < first, "\(first) and then \(all)")
            }
        }

        @Test(
            "a name that nobody knows, and two search domains: few questions",
            .enabled(if: geteuid() == 0, "a network of its own needs root"))
        func unknownName() async throws {
            try await Lab.run { lab in
                // Each attempt over both: what they ask is the same.
                let emitter =
                    try lab.command(
                        withHosts: "127.0.0.1 localhost\n",
                        resolver: "nameserver 127.0.0.1\nsearch one.example two.example\n")
                    + [
                        "/bin/sh", "-c",
                        """
                        "$0" "$1" 127.0.0.1 & server=$!
                        "$2" run web --address 10.9.8.7 --lease 30s & emitter=$!
                        trap 'kill $server $emitter' TERM
                        wait
                        """,
                        lab.environment.python, lab.environment.testFile("Python/no_names.py"),
                        "\(lab.environment.programs)/my-docker-network-emit",
                    ]
                let program = try lab.start(
                    "emitter", emitter,
                    environment: lab.emitterEnvironment.merging([
                        "MY_DOCKER_NETWORK_URL": "amqp://u@broker:1/v,http://u@broker:2/v"
                    ]) { $1 })
                try await program.waitForLine("asked broker.one.example")
                try await Task.sleep(for: Self.watched)
                let questions = program.lines(with: "asked ")
                program.signal(SIGTERM)
                try await program.waitForEnd()
                // One lookup asks six: three names, two kinds of addresses.
                #expect((12...42).contains(questions), "\(questions): \(program.errors)")
                #expect(program.errors.contains("name 'broker'"), "\(program.errors)")
            }
        }

        @Test("packets that are dropped silently: the name stays all the while")
        func droppedPackets() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let port = try FreePort.next()
                let relay = try await lab.startRelay(
                    from: "127.0.0.1", port, to: lab.environment.brokerPort)
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "6s"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL":
                            "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                    ])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                relay.signal(SIGUSR1)
                try await relay.waitForLine("swallowing")
                // Longer than the lease and a renewal.
                try await always("web.docker resolves", for: .seconds(9)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(emitter.lines(with: "announced") == 2, "\(emitter.errors)")
            }
        }

        @Test("emitters that run before the first host: it knows them soon")
        func firstHost() async throws {
            try await Lab.run { lab in
                // A receiver of 2014 hears them, so that they do not try again by themselves.
                try await lab.broker.addExchange(in: lab.virtualHost)
                try await lab.broker.request(
                    "PUT", "queues/\(lab.virtualHost)/former",
                    body: ["durable": false, "auto_delete": false])
                try await lab.broker.request(
                    "POST", "bindings/\(lab.virtualHost)/e/my-docker-network/q/former",
                    body: ["routing_key": ""])
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "10m"])
                try await emitter.waitForLine("announced")
                let host = try await lab.startHost()
                let ready = ContinuousClock.now
                try await host.names.waitUntil(
                    "web.docker", resolvesTo: ["10.9.8.7"], within: .seconds(9))
                print("pacing, the first host knows an emitter after: \(ready.duration(to: .now))")
            }
        }
    }
}

extension Lab {
    /// Starts a program that does not end by itself, with this URL alone.
    fileprivate func start(_ verb: String, _ url: String) async throws -> RunningProgram {
        guard verb == "serve" else {
            return try startEmitter(
                ["run", "web", "--address", "10.9.8.7", "--lease", "1m"],
                environment: ["MY_DOCKER_NETWORK_URL": url])
        }
        let names = try await startNameServer()
        let transports = """
            [[transports]]
            url = "\(url)"
            password-file = "\(path("password"))"

            """
        let file = try writeConfiguration(HostSettings(transports: transports), names)
        return try startHostTool(["serve", "--config", file])
    }
}

import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// A network that is cut, so that no end of a connection learns of it but by heartbeats.
    @Suite(.enabled(if: geteuid() == 0, "network namespaces need root"))
    struct CutNetwork {
        @Test(
            "a cut network: who is cut off expires, who does not hear loses nothing, both recover")
        func cut() async throws {
            try await FaultBroker.run(withNamespace: true) { broker in
                try await Lab.run(in: broker.environment) { lab in
                    let network = try broker.network()
                    let near = try await lab.startHost()
                    let far = try await lab.startFarHost(in: network)
                    let url =
                        "amqp://\(lab.emitterUser)@\(network.brokerAddress):"
                        + "\(lab.environment.brokerPort)/\(lab.virtualHost)"
                    let settings = try lab.write(
                        """
                        [[transports]]
                        url = "\(url)"
                        password-file = "\(lab.path("password"))"
                        heartbeat = "2s"

                        """, to: "far-emitter.toml")
                    let emitter = try lab.start(
                        "far-emitter",
                        network.command + [
                            "\(lab.environment.programs)/my-docker-network-emit", "run", "far-web",
                            "--address", "10.9.8.7", "--lease", "3s", "--config", settings,
                        ])
                    _ = try lab.startEmitter(
                        ["run", "near-web", "--address", "10.9.8.6", "--lease", "3s"])
                    for names in [near.names, far.names] {
                        try await names.waitUntil("far-web.docker", resolvesTo: ["10.9.8.7"])
                        try await names.waitUntil("near-web.docker", resolvesTo: ["10.9.8.6"])
                    }

                    try await lab.setLink(of: network, "down")
                    for program in [far.program, emitter] {
                        try await program.waitForLine("not connected", within: .seconds(30))
                    }
                    try await near.names.waitUntilGone("far-web.docker")
                    try await lab.emit(["up", "new", "--address", "10.9.8.5", "--wait"])
                    try await always("all resolve", for: .seconds(4)) {
                        let nearWeb = await near.names.ask("near-web.docker")
                        let unheard = await far.names.ask("near-web.docker")
                        let unheardToo = await far.names.ask("far-web.docker")
                        return nearWeb?.records == ["10.9.8.6"]
                            && unheard?.records == ["10.9.8.6"]
                            && unheardToo?.records == ["10.9.8.7"]
                    }

                    try await lab.setLink(of: network, "up")
                    for names in [near.names, far.names] {
                        try await names.waitUntil("new.docker", resolvesTo: ["10.9.8.5"])
                        try await names.waitUntil("far-web.docker", resolvesTo: ["10.9.8.7"])
                    }
                    emitter.signal(SIGTERM)
                    #expect(try await emitter.waitForEnd() == .exit(0))
                    for names in [near.names, far.names] {
                        try await names.waitUntilGone("far-web.docker")
                    }
                }
            }
        }
    }
}

extension Lab {
    /// Starts a host service in a network namespace; its name server is on the machine's own
    /// loopback, so that it is not asked.
    fileprivate func startFarHost(in network: FaultBroker.Network) async throws -> Host {
        let names = try await startNameServer(name: "far")
        let file = try write(
            """
            host-name = "far"

            [[transports]]
            url = "amqp://\(hostUser)@\(network.brokerAddress):\(environment.brokerPort)/\(virtualHost)"
            password-file = "\(path("password"))"
            heartbeat = "2s"

            [[sinks]]
            kind = "dnsmasq"
            path = "\(names.path)"

            """, to: "far.toml")
        let program = try start(
            "far-host",
            network.command + [
                "\(environment.programs)/my-docker-network", "serve", "--config", file,
            ])
        try await program.waitForLine("ready")
        return Host(program: program, names: names, configurationFile: file)
    }

    /// Takes the broker's end of the cable down, or up again.
    fileprivate func setLink(of network: FaultBroker.Network, _ state: String) async throws {
        let program = try start(
            "ip", ["/usr/bin/env", "ip", "link", "set", network.namespace, state])
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }
}

import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Names for containers that know nothing of us, with real engines.
    @Suite(.onlyOnce, .serialized) struct Engines {
        static func transport(_ socket: String, lease: String = "6s", _ more: String = "") -> String
        {
            """
            [[transports]]
            url = "docker://\(socket)"
            lease = "\(lease)"
            \(more)

            """
        }

        private func host(
            _ engine: ContainerEngine, name: String = "gate", lease: String = "6s",
            _ more: String = ""
        ) async throws -> Lab.Host {
            try await engine.lab.startHost(
                .directory,
                Lab.HostSettings(
                    name: name, transports: Self.transport(engine.socket, lease: lease, more)))
        }

        @Test(
            "what a container is called, from its start to its end",
            arguments: ContainerEngine.Kind.all)
        func life(kind: ContainerEngine.Kind) async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(kind, in: lab, life)
            }
        }

        private func life(_ engine: ContainerEngine) async throws {
            let early = try await engine.run("early_one")
            let host = try await host(engine)
            let names = host.names
            try await names.waitUntil(
                "early-one.docker",
                resolvesTo: [try await engine.address(of: "early_one")])
            #expect(await names.ask("\(early.prefix(12)).docker") == .noSuchName)

            // A hostname, and another container's alias that two of them share.
            try await engine.run(
                "one", ["--hostname", "my-cool-host", "--network-alias", "db"])
            try await engine.run("two", ["--network-alias", "db"])
            let one = try await engine.address(of: "one")
            let two = try await engine.address(of: "two")
            try await names.waitUntil("my-cool-host.docker", resolvesTo: [one])
            try await names.waitUntil("db.docker", resolvesTo: [one, two])

            // What Compose says by labels, and what a label of ours says.
            let labels = [
                "com.docker.compose.project=shop", "com.docker.compose.service=web",
                "my-docker-network.names=shop-front,www",
            ].flatMap { ["--label", $0] }
            try await engine.run("web_1", labels)
            try await engine.run("web_2", labels)
            try await engine.run("secret", ["--label", "my-docker-network.enable=false"])
            let web = [
                try await engine.address(of: "web_1"),
                try await engine.address(of: "web_2"),
            ]
            for name in ["web", "web.shop", "shop-front", "www"] {
                try await names.waitUntil("\(name).docker", resolvesTo: web)
            }
            #expect(await names.ask("secret.docker") == .noSuchName)

            // It uses another one's network.
            try await engine.run("guest", network: "container:one")
            try await names.waitUntil("guest.docker", resolvesTo: [one])

            try await engine("rename", "two", "second")
            try await names.waitUntil("second.docker", resolvesTo: [two])
            try await names.waitUntilGone("two.docker")

            if engine.mayPause {
                try await engine("pause", "second")
                try await always("second.docker resolves", for: .seconds(1)) {
                    await names.ask("second.docker")?.records == [two]
                }
                try await engine("unpause", "second")
            }

            // It comes back, at another address perhaps.
            try await engine("restart", "--time", "0", "second")
            let again = try await engine.address(of: "second")
            try await names.waitUntil("second.docker", resolvesTo: [again])

            try await engine("kill", "web_2")
            try await names.waitUntil("web.docker", resolvesTo: [web[0]])
            // One after the other: the guest uses the network of the one.
            for name in ["guest", "one"] { try await engine("rm", "--force", name) }
            for name in ["my-cool-host", "one", "guest"] {
                try await names.waitUntilGone("\(name).docker")
            }
            #expect(host.program.end == nil)
        }

        @Test(
            "rootless Podman: what is on the machine's network has its address, what has none no name"
        )
        func rootless() async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(.rootless, in: lab, hasNetworks: false) { engine in
                    try await engine.run("early", network: "host")
                    // An engine without root is slow to answer where the machine is.
                    let host = try await host(engine, lease: "1m")
                    try await eventually("early.docker resolves") {
                        await host.names.ask("early.docker")?.records.isEmpty == false
                    }
                    let records = try #require(await host.names.ask("early.docker")).records
                    #expect(!records.contains { $0.hasPrefix("127.") || $0 == "::1" })

                    try await engine.run("apart", network: "none")
                    try await engine.run("web", ["--hostname", "my-cool-host"], network: "host")
                    for name in ["web", "my-cool-host"] {
                        try await host.names.waitUntil("\(name).docker", resolvesTo: records)
                    }
                    #expect(await host.names.ask("apart.docker") == .noSuchName)
                    try await engine("rm", "--force", "-t", "0", "web")
                    for name in ["web", "my-cool-host"] {
                        try await host.names.waitUntilGone("\(name).docker")
                    }
                    #expect(await host.names.ask("early.docker")?.records == records)
                }
            }
        }

        @Test("networks, checks and labels: what the configuration leaves out")
        func choices() async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(.docker, in: lab) { engine in
                    let other = "\(engine.network)-other"
                    try await engine(
                        "network", "create", "--subnet",
                        "10.199.\(Int.random(in: 0...255)).0/24", other)
                    try await engine.run(
                        "web",
                        [
                            "--label", "my-docker-network.enable=true", "--health-cmd",
                            "test -e /healthy", "--health-interval", "200ms",
                        ])
                    try await engine.run("other")
                    try await engine("network", "connect", other, "web")
                    let all = try await host(engine)
                    let some = try await host(
                        engine, name: "some",
                        """
                        names = ["name"]
                        networks = ["*-other"]
                        require-label = true
                        names-when = "healthy"
                        """)
                    let form = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"
                    let addresses = try await engine("inspect", "--format", form, "web")
                        .split(separator: " ").map(String.init)
                    let ours = try await engine.address(of: "web")
                    try await all.names.waitUntil("web.docker", resolvesTo: addresses)
                    #expect(await some.names.ask("web.docker") == .noSuchName)
                    try await engine("exec", "web", "touch", "/healthy")
                    try await some.names.waitUntil(
                        "web.docker", resolvesTo: addresses.filter { $0 != ours })
                    #expect(await some.names.ask("other.docker") == .noSuchName)
                    try await engine("network", "disconnect", other, "web")
                    try await some.names.waitUntilGone("web.docker")
                    try await all.names.waitUntil("web.docker", resolvesTo: [ours])
                    try await engine("network", "rm", other)
                }
            }
        }

        @Test(
            "an emitter that 'docker exec' starts in a container takes its name, and gives it back")
        func executedEmitter() async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(.docker, in: lab) { engine in
                    let url = "unix://\(lab.path("run/announce.sock"))"
                    let host = try await lab.startHost(
                        .directory,
                        Lab.HostSettings(
                            transports: Self.transport(engine.socket, lease: "3s")
                                + "[[transports]]\nurl = \"\(url)\"\n"))
                    try await engine.run(
                        "web", ["--hostname", "web", "--volume", "/:/machine:ro"])
                    let address = try await engine.address(of: "web")
                    try await host.names.waitUntil("web.docker", resolvesTo: [address])

                    // Its libraries are the machine's: the image has none.
                    let emitter = Task {
                        try await engine.call(
                            [
                                "exec", "web", "chroot", "/machine",
                                "\(lab.environment.programs)/my-docker-network-emit",
                            ]
                                + ["run", "web", "--address", "10.9.8.7", "--url", url],
                            mayFail: true)
                    }
                    try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                    // The list of the engine comes each second, and takes nothing back.
                    try await always("the name is the emitter's", for: .seconds(2)) {
                        await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                    }
                    try await engine("exec", "web", "killall", "my-docker-network-emit")
                    _ = try await emitter.value
                    try await host.names.waitUntil("web.docker", resolvesTo: [address])
                }
            }
        }

        @Test(
            "a killed service and a restarted engine, while containers come and go",
            arguments: ContainerEngine.Kind.all)
        func restarts(kind: ContainerEngine.Kind) async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(kind, in: lab) { engine in
                    let host = try await host(engine, lease: "2m")
                    for name in ["stays", "goes"] { try await engine.run(name) }
                    let stays = try await engine.address(of: "stays")
                    let goes = try await engine.address(of: "goes")
                    try await host.names.waitUntil("stays.docker", resolvesTo: [stays])
                    try await host.names.waitUntil("goes.docker", resolvesTo: [goes])

                    host.program.signal(SIGKILL)
                    _ = try await host.program.waitForEnd()
                    try await engine("rm", "--force", "goes")
                    try await engine.run("comes")
                    let comes = try await engine.address(of: "comes")
                    #expect(await host.names.ask("goes.docker")?.records == [goes])
                    let second = try await lab.serve(host.configurationFile)
                    // Long before the lease is over.
                    try await host.names.waitUntilGone("goes.docker")
                    try await host.names.waitUntil("comes.docker", resolvesTo: [comes])
                    #expect(await host.names.ask("stays.docker")?.records == [stays])

                    try await engine.stop()
                    try await second.waitForLine("not connected")
                    #expect(await host.names.ask("stays.docker")?.records == [stays])
                    try await engine.start()
                    try await engine.run("late")
                    try await host.names.waitUntil(
                        "late.docker", resolvesTo: [try await engine.address(of: "late")])
                    try await engine("rm", "--force", "stays")
                    try await host.names.waitUntilGone("stays.docker")
                    #expect(await host.names.ask("comes.docker")?.records == [comes])
                }
            }
        }

        @Test(
            "an engine whose containers end with it: no name outlives its lease, all are right after it"
        )
        func restartsWithContainers() async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(.docker, in: lab, keepsContainers: false) { engine in
                    let host = try await host(engine)
                    try await engine.run("returns", ["--restart", "always"])
                    try await engine.run("ends")
                    for name in ["returns", "ends"] {
                        try await host.names.waitUntil(
                            "\(name).docker", resolvesTo: [try await engine.address(of: name)])
                    }
                    try await engine.stop()
                    for name in ["returns", "ends"] {
                        try await host.names.waitUntilGone("\(name).docker")
                    }
                    try await engine.start()
                    try await host.names.waitUntil(
                        "returns.docker", resolvesTo: [try await engine.address(of: "returns")])
                    #expect(await host.names.ask("ends.docker") == .noSuchName)
                }
            }
        }

        @Test("Compose: a service, its project, and all of its containers as they are scaled")
        func compose() async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(.docker, in: lab) { engine in
                    let host = try await host(engine)
                    try lab.write(
                        """
                        version: "2.4"
                        services:
                          web: {image: "localhost/demo:1", command: sleep 600}
                          db: {image: "localhost/demo:1", command: sleep 600, hostname: store}
                        networks:
                          default: {ipam: {config: [{subnet: 10.198.\(Int.random(in: 0...255)).0/24}]}}

                        """, to: "compose.yml")
                    let compose =
                        "docker-compose -H 'unix://\(engine.socket)' -f compose.yml -p shop"
                    try await lab.shell("\(compose) up -d --scale web=2")
                    func addresses(_ names: String...) async throws -> [String] {
                        let form = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
                        return try await engine.call(["inspect", "--format", form] + names)
                            .split(separator: "\n").map(String.init)
                    }
                    let web = try await addresses("shop_web_1", "shop_web_2")
                    for name in ["web", "web.shop"] {
                        try await host.names.waitUntil("\(name).docker", resolvesTo: web)
                    }
                    try await host.names.waitUntil("shop-web-2.docker", resolvesTo: [web[1]])
                    for name in ["db", "db.shop", "store"] {
                        try await host.names.waitUntil(
                            "\(name).docker", resolvesTo: addresses("shop_db_1"))
                    }
                    try await lab.shell("\(compose) up -d --scale web=1 -t 0")
                    try await host.names.waitUntil("web.shop.docker", resolvesTo: [web[0]])
                    try await lab.shell("\(compose) down -t 0")
                    for name in ["web", "web.shop", "db", "store"] {
                        try await host.names.waitUntilGone("\(name).docker")
                    }
                }
            }
        }

        @Test(
            "a proxy that lets through nothing but four paths is enough",
            arguments: ContainerEngine.Kind.all)
        func readOnly(kind: ContainerEngine.Kind) async throws {
            try await Lab.run { lab in
                try await ContainerEngine.run(kind, in: lab) { engine in
                    let proxy = try lab.start(
                        "proxy",
                        [
                            lab.environment.python,
                            lab.environment.testFile("Python/engine_proxy.py"),
                            lab.path("proxy.sock"), engine.socket,
                        ])
                    try await proxy.waitForLine("listening")
                    let host = try await lab.startHost(
                        .directory,
                        Lab.HostSettings(
                            transports: Self.transport(lab.path("proxy.sock"), "name = \"local\""),
                            more: """
                                [policy.users."docker:local"]
                                allowed-names = ["shop-*"]
                                """))
                    try await engine.run("shop-web")
                    try await engine.run("bank")
                    try await host.names.waitUntil(
                        "shop-web.docker", resolvesTo: [try await engine.address(of: "shop-web")])
                    try await host.program.waitForLine("bank")
                    #expect(await host.names.ask("bank.docker") == .noSuchName)
                    try await engine("kill", "shop-web")
                    try await host.names.waitUntilGone("shop-web.docker")
                    #expect(!proxy.errors.contains("refused"), "\(proxy.errors)")
                }
            }
        }

        @Test("an OCI hook announces and withdraws, with Podman and with runc alone")
        func hooks() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(
                    .directory,
                    Lab.HostSettings(
                        transports: """
                            [[transports]]
                            url = "unix://\(lab.path("run/announce.sock"))"

                            """))
                let file = try await printedHook(lab, host)
                try await ContainerEngine.run(.podman, in: lab) { engine in
                    let options = [
                        "--hostname", "hooked", "--annotation", "my-docker-network.names=also",
                    ]
                    try await engine.call(
                        ["--hooks-dir", lab.path("hooks"), "run", "-d", "--name", "web"]
                            + ["--network", engine.network] + options
                            + ["localhost/demo:1", "sleep", "600"])
                    let address = try await engine.address(of: "web")
                    try await host.names.waitUntil("hooked.docker", resolvesTo: [address])
                    try await host.names.waitUntil("also.docker", resolvesTo: [address])
                    try await engine.call([
                        "--hooks-dir", lab.path("hooks"), "rm", "-f", "-t", "0", "web",
                    ])
                    try await host.names.waitUntilGone("hooked.docker")
                    try await host.names.waitUntilGone("also.docker")
                    try await runcAlone(lab, host, file)
                }
            }
        }

        /// What `print-config oci-hook` prints, with this lab's configuration.
        private func printedHook(_ lab: Lab, _ host: Lab.Host) async throws -> [String] {
            let program = try lab.startHostTool(
                ["print-config", "oci-hook", "--config", host.configurationFile])
            #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
            let data = Data(program.output.utf8)
            let parsed = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let hook = try #require(parsed["hook"] as? [String: Any])
            #expect(parsed["version"] as? String == "1.0.0")
            #expect(parsed["stages"] as? [String] == ["createRuntime", "poststop"])
            let arguments = try #require(hook["args"] as? [String])
            #expect(
                arguments == [
                    "my-docker-network-emit", "hook", "--config", host.configurationFile,
                ])
            try await lab.shell("mkdir -p hooks")
            try lab.write(program.output, to: "hooks/my-docker-network.json")
            return [try #require(hook["path"] as? String)] + arguments.dropFirst()
        }

        /// A container of runc's, in a network namespace that the test makes.
        private func runcAlone(_ lab: Lab, _ host: Lab.Host, _ hook: [String]) async throws {
            let name = "mdn-\(UInt32.random(in: 0...999_999))"
            let hooks = ["createRuntime", "poststop"].map { stage in
                "\"\(stage)\": [{\"path\": \"\(hook[0])\", \"args\": [\(hook.map { "\"\($0)\"" }.joined(separator: ","))]}]"
            }.joined(separator: ", ")
            try lab.write("{\(hooks)}", to: "hooks.part")
            try await lab.shell(
                """
                mkdir -p bundle && cp -r root bundle/rootfs && cd bundle
                runc spec
                '\(lab.environment.python)' - <<'PYTHON'
                import json
                spec = json.load(open('config.json'))
                spec['hostname'] = 'bare'
                spec['process'].update(terminal=False, args=['sleep', '600'], rlimits=[])
                spec['hooks'] = json.load(open('../hooks.part'))
                for space in spec['linux']['namespaces']:
                    if space['type'] == 'network': space['path'] = '/run/netns/\(name)'
                json.dump(spec, open('config.json', 'w'))
                PYTHON
                ip netns add '\(name)'
                ip -n '\(name)' link add eth0 type veth peer name peer
                ip -n '\(name)' address add 10.9.8.7/24 dev eth0
                ip -n '\(name)' link set eth0 up
                """)
            let program = try lab.start(
                "runc",
                [
                    "/usr/sbin/runc", "--root", lab.path("runc"), "run", "--bundle",
                    lab.path("bundle"), name,
                ])
            do {
                try await host.names.waitUntil("bare.docker", resolvesTo: ["10.9.8.7"])
                try await lab.shell("runc --root runc kill '\(name)' KILL")
                #expect(try await program.waitForEnd() == .exit(137))
                try await host.names.waitUntilGone("bare.docker")
            } catch {
                _ = try? await lab.shell(
                    "runc --root runc delete -f '\(name)'; ip netns delete '\(name)'", mayFail: true
                )
                throw LabFailure("\(error)", program.errors)
            }
            try await lab.shell("ip netns delete '\(name)'")
            // Whatever it is told, and with nobody to tell: it ends with 0, and at once.
            for text in ["", "{", "{\"id\":\"x\",\"pid\":1}", "{\"id\":\"../x\"}"] {
                let program = try lab.start("hook", hook, input: text)
                #expect(try await program.waitForEnd() == .exit(0))
            }
            let misused = try lab.start("hook", [hook[0], "hook", "--no-such-option"])
            #expect(try await misused.waitForEnd() == .exit(0))
        }
    }
}

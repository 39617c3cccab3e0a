import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// The service's own name server, over a Unix socket: no broker, no dnsmasq.
    @Suite(.onlyOnce) struct OwnNameServer {
        @Test("names and addresses resolve, what is unknown does not exist, and a receipt says so")
        func answers() async throws {
            try await Lab.run { lab in
                let host = try await lab.startOwn()
                let up = try await lab.emitToOwn(
                    ["up", "web", "www", "--address", "10.9.8.7", "--address", "fd00::7", "--wait"])
                #expect((up.output + up.errors).contains("resolve"), "\(up.output)\(up.errors)")
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(await host.names.ask("WWW.docker", .aaaa)?.records == ["fd00::7"])
                #expect(
                    await host.names.ask("10.9.8.7", .pointer)?.records
                        == ["web.docker", "www.docker"])
                #expect(await host.names.ask("nobody.docker") == .noSuchName)
                #expect(try await lab.dig(host, ["+tcp", "+short", "web.docker"]) == "10.9.8.7\n")
                // Nobody else is asked here.
                #expect(try await lab.dig(host, ["far.example"]).contains("status: REFUSED"))
                try await lab.emitToOwn(["down", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: [])
            }
        }

        @Test(
            "what was acknowledged outlives kill -9: listed at once, answered before anybody speaks"
        )
        func killed() async throws {
            try await Lab.run { lab in
                let host = try await lab.startOwn()
                try await lab.emitToOwn(["up", "stays", "--address", "10.9.8.1", "--wait"])
                try await lab.emitToOwn(
                    ["up", "leased", "--address", "10.9.8.2", "--lease", "3s", "--wait"])
                host.program.signal(SIGKILL)
                try await host.program.waitForEnd()
                let list = try lab.startHostTool(["list", "--config", host.configurationFile])
                #expect(try await list.waitForEnd() == .exit(0))
                #expect(
                    list.output.contains("stays.docker") && list.output.contains("leased.docker"))

                let again = try await lab.serve(host.configurationFile)
                #expect(await host.names.ask("stays.docker")?.records == ["10.9.8.1"])
                #expect(await host.names.ask("leased.docker")?.records == ["10.9.8.2"])
                try await host.names.waitUntilGone("leased.docker")
                again.signal(SIGTERM)
                #expect(try await again.waitForEnd() == .exit(0))
                let clean = try lab.startHostTool(["clean", "--config", host.configurationFile])
                #expect(try await clean.waitForEnd() == .exit(0), "\(clean.errors)")
                #expect(clean.output.contains("1 removed"))
                let empty = try lab.startHostTool(["list", "--config", host.configurationFile])
                try await empty.waitForEnd()
                #expect(!empty.output.contains("stays"))
            }
        }

        @Test(
            "killed at random instants with activated sockets: questions wait, no name is lost")
        func activated() async throws {
            try await Lab.run { lab in
                let (names, file) = try lab.prepareOwn()
                let path = lab.path("sockets")
                let holder = try lab.startActivation(["hold", "\(names.port)", path])
                try await eventually("the sockets are held") { holder.output.contains("holds") }
                let start = {
                    try lab.startActivation(
                        ["start", path, "\(lab.environment.programs)/my-docker-network", "serve"]
                            + ["--config", file])
                }
                var host = try start()
                try await host.waitForLine("ready")
                #expect(host.errors.contains("listens at 127.0.0.1:\(names.port)/udp"))
                var said: Set<FaultRegistration> = []
                let queries = QueryLoop(port: names.port, patience: .seconds(10))
                let kills = 10
                for round in 1...kills {
                    let emitters = try (1...3).map { number in
                        try lab.startEmitter(
                            ["up", "n\(round)-\(number)", "--address", "10.9.\(round).\(number)"]
                                + ["--wait", "--no-host-timeout", "20s"],
                            environment: lab.ownEmitter)
                    }
                    // A random instant: of the announcement, of the write, or after all of it.
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...60)))
                    host.signal(SIGKILL)
                    try await host.waitForEnd()
                    host = try start()
                    for (number, emitter) in emitters.enumerated() {
                        let registration = FaultRegistration(
                            name: "n\(round)-\(number + 1).docker",
                            address: "10.9.\(round).\(number + 1)")
                        // One whose receipt the kill took says it again.
                        if try await emitter.waitForEnd() != .exit(0) {
                            try await lab.emitToOwn(emitter.again(registration))
                        }
                        said.insert(registration)
                    }
                    queries.expect(said)
                }
                try await host.waitForLine("ready")
                let difference = await TableDifference(of: names, from: said, everSeen: said)
                #expect(difference.isEmpty, "\(difference)")
                try await queries.stop()
                // What waits in the kernel is answered by the next one; a kill takes at most the question
                // that the former one had already read.
                #expect(
                    queries.tally.queries > 20 && queries.tally.failed <= kills, "\(queries.tally)")
                print("activated: \(queries.tally.queries) queries, worst \(queries.tally.worst)")
            }
        }

        @Test("a reload keeps the sockets: no question fails while the settings change")
        func reload() async throws {
            try await Lab.run { lab in
                let host = try await lab.startOwn()
                try await lab.emitToOwn(["up", "web", "--address", "10.9.8.7", "--wait"])
                let queries = QueryLoop(port: host.names.port)
                queries.expect([FaultRegistration(name: "web.docker", address: "10.9.8.7")])
                let text = try String(contentsOfFile: host.configurationFile, encoding: .utf8)
                for seconds in 1...5 {
                    let changed = text.replacing(
                        "kind = \"dns\"", with: "kind = \"dns\"\nttl = \"\(seconds)s\"")
                    try changed.write(
                        toFile: host.configurationFile, atomically: true, encoding: .utf8)
                    host.program.signal(SIGHUP)
                    try await eventually("the new settings are answered with") {
                        try await lab.dig(host, ["+noall", "+answer", "web.docker"])
                            .contains("\t\(seconds)\tIN\tA\t10.9.8.7")
                    }
                }
                try await queries.stop()
                #expect(queries.tally.failed == 0, "\(queries.tally)")
                #expect(!host.program.errors.contains("cannot listen"))
            }
        }

        @Test("who has the port is named, once; it is taken when that one goes")
        func taken() async throws {
            try await Lab.run { lab in
                let other = try await lab.startNameServer(name: "other")
                let (_, file) = try lab.prepareOwn(port: other.port)
                let host = try await lab.serve(file)
                try await host.waitForLine("cannot listen at 127.0.0.1:\(other.port)/udp")
                let lines = host.errorLines.filter { $0.contains("/udp: ") }
                #expect(lines.count == 1)
                let process = try other.process()
                #expect(lines.first?.contains("dnsmasq (process \(process)) has it") == true)
                kill(process, SIGTERM)
                try await host.waitForLine("listens at 127.0.0.1:\(other.port)/udp")
                try await lab.emitToOwn(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await other.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("dnsmasq in front of it, as print-config says: names and addresses, at once")
        func behindDnsmasq() async throws {
            try await Lab.run { lab in
                let host = try await lab.startOwn()
                let snippet = try lab.startHostTool(
                    ["print-config", "dnsmasq", "--config", host.configurationFile])
                #expect(try await snippet.waitForEnd() == .exit(0), "\(snippet.errors)")
                let front = try NameServer(
                    .directory, path: lab.path("front-hosts"), files: lab.path("front"),
                    more: snippet.output
                        + "\nrev-server=10.9.8.0/24,127.0.0.1#\(host.names.port)\n")
                try lab.makeSink(of: front)
                try await lab.start(front)
                #expect(await front.ask("web.docker") == .noSuchName)
                try await lab.emitToOwn(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await front.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(await front.ask("10.9.8.7", .pointer)?.records == ["web.docker"])
                try await lab.emitToOwn(["down", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await front.ask("web.docker") == .noSuchName)
            }
        }

        @Test(
            "interfaces come and go; glibc and busybox ask port 53 as their only server",
            .enabled(if: geteuid() == 0, "network namespaces need root"))
        func interfaces() async throws {
            try await Lab.run { lab in
                let (_, file) = try lab.prepareOwn(places: ["127.0.0.1", "docker0"])
                try lab.write("nameserver 127.0.0.1\nsearch docker\n", to: "resolv.conf")
                try lab.write("hosts: files dns\n", to: "nsswitch.conf")
                let programs = lab.environment.programs
                let script = """
                    cd "$1"
                    trap 'kill $(jobs -p) 2>/dev/null' EXIT
                    ip link set lo up
                    for each in resolv.conf nsswitch.conf; do mount --bind "$each" "/etc/$each"; done
                    until_true() { for try in $(seq 600); do "$@" && return; sleep 0.05; done; echo "never: $*"; exit 1; }
                    says() { grep -q "$1" serve.log; }
                    has_left() { test "$(grep -c 'no longer listens at 172.17.0.1:53/udp' serve.log)" = "$1"; }
                    is() { test "$(dig +short +time=1 +tries=1 "@$1" web.docker)" = 10.9.8.7; }
                    \(programs)/my-docker-network serve --config \(file) 2>serve.log &
                    until_true says ready
                    \(programs)/my-docker-network-emit up web --address 10.9.8.7 --wait
                    getent hosts web.docker
                    getent hosts web
                    getent hosts 10.9.8.7
                    getent hosts nobody.docker || echo nobody
                    busybox nslookup web.docker 127.0.0.1 | tail -n 3
                    for round in 1 2 3; do
                        ip link add docker0 type bridge
                        ip addr add 172.17.0.1/16 dev docker0
                        ip link set docker0 up
                        until_true is 172.17.0.1
                        ip addr add fd00:17::1/64 dev docker0 nodad
                        until_true is fd00:17::1
                        ip link del docker0
                        until_true has_left "$round"
                        echo "round $round"
                    done
                    kill %1
                    wait %1
                    """
                let program = try lab.start(
                    "namespace",
                    ["/usr/bin/unshare", "--net", "--mount", "/bin/bash", "-c", script, "-"]
                        + [lab.folder],
                    environment: lab.emitterEnvironment.merging(lab.ownEmitter) { $1 })
                let end = try await program.waitForEnd(within: .seconds(60))
                let output = program.output
                #expect(end == .exit(0), "\(output)\n\(program.errors)")
                #expect(
                    output.components(separatedBy: "10.9.8.7        web.docker").count == 4,
                    "\(output)")
                #expect(output.contains("nobody\n") && output.contains("round 3"))
                #expect(output.contains("Address") && output.contains("10.9.8.7"))
            }
        }
    }
}

extension RunningProgram {
    /// The arguments that say a registration again.
    fileprivate func again(_ registration: FaultRegistration) -> [String] {
        let hostname = registration.name.replacing(".docker", with: "")
        return ["up", hostname, "--address", registration.address, "--wait"]
            + ["--no-host-timeout", "20s"]
    }
}

import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// An emitter whose address changes.
    @Suite(.enabled(if: geteuid() == 0, "making an interface needs root"))
    struct Addresses {
        @Test(
            "a new address is announced before the old one is withdrawn",
            arguments: ["run", "exec"])
        func change(subcommand: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let interface = "emit\(UInt32.random(in: 0 ... .max))"
                try await Self.ip(["link", "add", interface, "type", "bridge"], lab)
                do {
                    try await Self.ip(
                        ["address", "add", "198.51.100.21/32", "dev", interface], lab)
                    let rest = subcommand == "exec" ? ["--", "/bin/sleep", "60"] : []
                    let name = subcommand == "exec" ? ["--hostname", "web"] : ["web"]
                    let emitter = try lab.startEmitter(
                        [subcommand] + name + ["--address", interface, "--lease", "10m"] + rest)
                    try await host.names.waitUntil("web.docker", resolvesTo: ["198.51.100.21"])
                    // Without an address it stays as it was.
                    try await Self.ip(["address", "flush", "dev", interface], lab)
                    try await emitter.waitForLine("still announced as before")
                    try await Self.ip(
                        ["address", "add", "198.51.100.22/32", "dev", interface], lab)
                    try await eventually("web.docker has moved") {
                        let records = try #require(await host.names.ask("web.docker")).records
                        #expect(!records.isEmpty)
                        return records == ["198.51.100.22"]
                    }
                    emitter.signal(SIGTERM)
                    try await host.names.waitUntilGone("web.docker")
                } catch {
                    try? await Self.ip(["link", "delete", interface], lab)
                    throw error
                }
                try await Self.ip(["link", "delete", interface], lab)
            }
        }

        @Test("an address that comes later is announced then, and the command has run meanwhile")
        func late() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let interface = "emit\(UInt32.random(in: 0 ... .max))"
                try await Self.ip(["link", "add", interface, "type", "bridge"], lab)
                do {
                    let emitter = try lab.startEmitter(
                        [
                            "exec", "--hostname", "web", "--address", interface, "--", "/bin/sh",
                            "-c", "echo ran; exec sleep 60",
                        ])
                    try await emitter.waitForLine("no address for '\(interface)'")
                    try await eventually("the command runs") { emitter.output == "ran\n" }
                    try await Self.ip(
                        ["address", "add", "198.51.100.31/32", "dev", interface], lab)
                    try await host.names.waitUntil("web.docker", resolvesTo: ["198.51.100.31"])
                    try await emitter.waitForLine("web.docker resolves (198.51.100.31)")
                    #expect(emitter.errorLines.count == 2, "\(emitter.errors)")
                    emitter.signal(SIGTERM)
                    #expect(try await emitter.waitForEnd() == .exit(143))
                } catch {
                    try? await Self.ip(["link", "delete", interface], lab)
                    throw error
                }
                try await Self.ip(["link", "delete", interface], lab)
            }
        }

        /// A network of its own, in which `$0` is the emitter and `$1` a file whose existence says
        /// that the next step is due.
        private static let container = """
            ip link set lo up
            for number in 0 1; do
                ip link add eth$number type bridge
                ip link set eth$number up
                ip address add 198.51.100.4$number/32 dev eth$number
            done
            "$0" run web --lease 1s &
            while [ ! -e "$1" ]; do sleep 0.05; done
            ip link add docker0 type bridge
            ip address add 172.17.0.1/16 dev docker0
            ip link set docker0 up
            "$0" up shop
            ip link delete eth1
            wait
            """

        @Test("a docker0 in a container is nobody's address; of several networks each is announced")
        func innerEngine() async throws {
            try await Lab.run { lab in
                // Over the socket: no network leads out of the container.
                let socket = lab.path("run/announce.sock")
                let host = try await lab.startHost(
                    .directory,
                    Lab.HostSettings(transports: "[[transports]]\nurl = \"unix://\(socket)\"\n"))
                _ = try lab.start(
                    "container",
                    [
                        "/usr/bin/unshare", "--net", "/bin/bash", "-c", Self.container,
                        "\(lab.environment.programs)/my-docker-network-emit", lab.path("next"),
                    ],
                    environment: lab.emitterEnvironment.merging([
                        "MY_DOCKER_NETWORK_URL": "unix://\(socket)",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ]) { $1 })
                let both = ["198.51.100.40", "198.51.100.41"]
                try await host.names.waitUntil("web.docker", resolvesTo: both)
                _ = try lab.write("", to: "next")
                try await host.names.waitUntil("shop.docker", resolvesTo: both)
                try await host.names.waitUntil("web.docker", resolvesTo: ["198.51.100.40"])
            }
        }

        private static func ip(_ arguments: [String], _ lab: Lab) async throws {
            let program = try lab.start("ip", ["/usr/bin/env", "ip"] + arguments)
            #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
        }
    }
}

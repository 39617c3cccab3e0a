import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `doctor`, and the page for a browser.
    @Suite(.onlyOnce) struct Diagnoses {
        private func steps(_ program: RunningProgram) throws -> [[String: Any]] {
            let report =
                try JSONSerialization.jsonObject(with: Data(program.output.utf8))
                as? [String: Any]
            return report?["steps"] as? [[String: Any]] ?? []
        }

        @Test("the path of a name is tried, and what is wrong is said with what to do")
        func doctor() async throws {
            try await Status.run { service in
                try await eventually("it is ready") {
                    try await service.page("/readyz").status == 200
                }
                let program = try service.tool("doctor", "--json")
                // This machine's resolver knows nothing of the lab's hosts file.
                #expect(try await program.waitForEnd() == .exit(1), "\(program.errors)")
                // Nor do containers that somebody else runs.
                let wrong = try steps(program).filter {
                    $0["grade"] as? String != "ok" && $0["step"] as? String != "container"
                }
                #expect(wrong.count == 1, "\(program.output)")
                #expect(wrong.first?["step"] as? String == "resolve")
                #expect((wrong.first?["advice"] as? String)?.contains("print-config") == true)
                #expect(program.output.contains("is registered after"))
                try await eventually("the probe's name is gone") {
                    try await service.page("/v1/names").body == "[]\n"
                }
                service.program.signal(SIGTERM)
                _ = try await service.program.waitForEnd()
                let text = try service.tool("doctor")
                #expect(try await text.waitForEnd(within: .seconds(10)) == .exit(1))
                #expect(text.output.contains("error    service: no service answers at unix://"))
                #expect(text.output.contains("ok       configuration: "))
            }
        }

        /// A service in a network namespace of its own, in which an engine's bridge is.
        private func runBehindBridge(
            _ body: (_ lab: Lab, _ file: String, _ network: [String]) async throws -> Void
        ) async throws {
            try await Lab.run { lab in
                let name = "mdn-\(UInt32.random(in: 0...999_999))"
                try await lab.shell(
                    """
                    ip netns add '\(name)'
                    ip -n '\(name)' link set lo up
                    ip -n '\(name)' link add br-test type bridge
                    ip -n '\(name)' address add 10.9.0.1/16 dev br-test
                    ip -n '\(name)' link set br-test up
                    """)
                let file = try lab.write(
                    """
                    host-name = "gate"
                    [[transports]]
                    url = "unix://\(lab.path("run/announce.sock"))"
                    [[transports]]
                    url = "amqp://127.0.0.1:5999/nowhere"
                    password-file = "\(lab.path("password"))"
                    [[sinks]]
                    kind = "dns"
                    path = "\(lab.path("zone"))"
                    listen = ["10.9.0.1:53"]
                    upstream = ["none"]
                    [[sinks]]
                    kind = "hosts"
                    path = "\(try lab.write("", to: "hosts"))"
                    required = false
                    [policy]
                    conflicts = "first"
                    [admin]
                    listen = ["unix://\(lab.path("run/admin.sock"))"]

                    """, to: "gate.toml")
                do {
                    try await body(lab, file, ["/usr/sbin/ip", "netns", "exec", name])
                } catch {
                    try await lab.shell("ip netns delete '\(name)'")
                    throw error
                }
                try await lab.shell("ip netns delete '\(name)'")
            }
        }

        @Test("faults made on purpose: each is named, with what to do")
        func faults() async throws {
            try await runBehindBridge { lab, file, network in
                let tool = network + ["\(lab.environment.programs)/my-docker-network"]
                func findings() async throws -> [String: [String]] {
                    let program = try lab.start(
                        "doctor", tool + ["doctor", "--json", "--config", file])
                    #expect(try await program.waitForEnd(within: .seconds(10)) == .exit(1))
                    let found = try steps(program).filter { $0["step"] as? String != "container" }
                    return Dictionary(grouping: found) { $0["step"] as? String ?? "" }
                        .mapValues { $0.map { "\($0["grade"] ?? "") \($0["fact"] ?? "")" } }
                }
                let service = try lab.start("gate", tool + ["serve", "--config", file])
                try await service.waitForLine("ready")
                let socket = [
                    "MY_DOCKER_NETWORK_URL": "unix://\(lab.path("run/announce.sock"))",
                    "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                ]
                for number in 1...2 {
                    let instance = ["--instance", UUID().uuidString, "--lease", "1m"]
                    let emitter = try lab.startEmitter(
                        ["up", "web", "--address", "10.9.8.\(number)"] + instance,
                        environment: socket)
                    #expect(try await emitter.waitForEnd() == .exit(0))
                }

                // A broker that is away, two containers that want one name, a machine that asks
                // nobody; all else is well.
                var found = try await findings()
                #expect(found["service"]?.first?.hasPrefix("ok runs") == true)
                #expect(found["service"]?.contains { $0.hasPrefix("ok hears unix:") } == true)
                let broker = "127.0.0.1:5999"
                for step in ["service", "transport"] {
                    let about = found[step]?.first { $0.contains(broker) }
                    #expect(about?.contains("not connected") == (step == "service"), "\(found)")
                    #expect(about?.hasPrefix("ok ") == false, "\(found)")
                }
                #expect(found["sink"]?.count { $0.contains("equals the table") } == 2)
                #expect(found["refusals"]?.first?.contains("name-held") == true, "\(found)")
                #expect(found["refusals"]?.first?.contains("10.9.8.2") == true, "\(found)")
                #expect(found["bridge"]?.first?.hasPrefix("ok ") == true, "\(found)")
                #expect(found["resolve"]?.map { $0.hasPrefix("ok ") } == [true, false])

                // A firewall, and a file that somebody made a folder.
                try await lab.shell(
                    """
                    \(network.joined(separator: " ")) iptables -A INPUT -i br-test -j DROP
                    rm hosts && mkdir hosts
                    """)
                let emitter = try lab.startEmitter(
                    ["up", "next", "--address", "10.9.8.3"], environment: socket)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await eventually("the sink lacks it") {
                    try await findings()["sink"]?.contains {
                        $0.hasPrefix("warning hosts ") && $0.contains("to be written")
                    } == true
                }
                found = try await findings()
                #expect(found["bridge"]?.first?.hasPrefix("error ") == true, "\(found)")
                #expect(found["bridge"]?.first?.contains("br-test") == true, "\(found)")

                // A service that hangs, and one that is gone; a file that is wrong.
                service.signal(SIGSTOP)
                found = try await findings()
                #expect(found["service"] == ["error it does not answer within a second"])
                service.signal(SIGCONT)
                service.signal(SIGKILL)
                _ = try await service.waitForEnd()
                found = try await findings()
                #expect(found["service"]?.first?.contains("no service answers") == true)
                #expect(found["transport"]?.allSatisfy { $0.hasPrefix("error ") } == true)
                try lab.write("domain = \"docker\"\nspeed = 3\n", to: "gate.toml")
                found = try await findings()
                #expect(found["configuration"]?.first?.contains("speed") == true, "\(found)")
            }
        }

        @Test("a container that nobody has is an error, and no option of the engine's tool")
        func noContainer() async throws {
            try await Status.run { service in
                for name in ["no-such-container", "--all=x", "a b"] {
                    let program = try service.tool("doctor", "--json", "--container=\(name)")
                    #expect(try await program.waitForEnd(within: .seconds(10)) == .exit(1))
                    let container = try steps(program).filter {
                        $0["step"] as? String == "container"
                    }
                    #expect(container.count == 1, "\(program.output)")
                    #expect(container.first?["grade"] as? String == "error")
                }
            }
        }

        @Test("the container's side: connected and registered, but this machine asks nobody for it")
        func emitter() async throws {
            try await Status.run { service in
                let program = try service.lab.startEmitter(
                    ["doctor", "--json", "--address", "10.9.8.7"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL": "unix://\(service.lab.path("run/announce.sock"))",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ])
                #expect(try await program.waitForEnd(within: .seconds(10)) == .exit(1))
                let found = try steps(program)
                #expect(
                    found.map { $0["step"] as? String } == [
                        "configuration", "address", "transport", "probe", "resolve",
                    ], "\(program.output) \(program.errors)")
                #expect(found.filter { $0["grade"] as? String != "ok" }.count == 1)
                try await eventually("the probe's name is gone") {
                    try await service.page("/v1/names").body == "[]\n"
                }
            }
        }

        @Test("a browser gets a page that loads nothing from elsewhere")
        func page() async throws {
            try await Status.run { service in
                let page = try await service.page("/", more: "Accept: text/html\r\n")
                #expect(page.status == 200 && page.body.hasPrefix("<!doctype html>"))
                #expect(!page.body.contains("innerHTML") && !page.body.contains("src="))
            }
        }
    }
}

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

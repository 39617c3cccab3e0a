import Foundation
import Testing

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
                let wrong = try steps(program).filter { $0["grade"] as? String != "ok" }
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

import Foundation
import Testing
import TestSupport

extension Lab {
    /// Expects that a program ends with a status and says why in one line.
    ///
    /// What `serve` and `run` log at the level `info` before that is no complaint.
    ///
    /// - Parameters:
    ///   - program: The program, which ends by itself.
    ///   - status: Its exit status.
    ///   - words: What the line must say: what is wrong, where, and what to do.
    ///   - sourceLocation: Where the test asks.
    /// - Throws: `WaitFailure` where it does not end.
    func expectOneLine(
        of program: RunningProgram, status: Int32, saying words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let end = try await program.waitForEnd()
        let complaints = program.errorLines.filter { !$0.contains("Z info ") }
        #expect(end == .exit(status), "\(program.errors)", sourceLocation: sourceLocation)
        #expect(complaints.count == 1, "\(program.errors)", sourceLocation: sourceLocation)
        let line = complaints.first ?? ""
        #expect(
            line.prefix { $0 != ":" }.hasPrefix("my-docker-network"), sourceLocation: sourceLocation
        )
        for word in words {
            #expect(line.contains(word), "\(line)", sourceLocation: sourceLocation)
        }
        #expect(program.output == "", sourceLocation: sourceLocation)
    }

    /// Writes a host's configuration file, and expects that `check-config` and `serve` refuse it
    /// alike.
    func expectRefused(
        configuration: String, saying words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let file = try write(configuration, to: "config.toml")
        for verb in ["check-config", "serve"] {
            try await expectOneLine(
                of: try startHostTool([verb, "--config", file]), status: 78, saying: words,
                sourceLocation: sourceLocation)
        }
    }

    /// A configuration that is right but for what a test puts into it.
    func configuration(
        url: String? = nil, passwordFile: String? = nil, transport: String = "", sink: String = "",
        more: String = ""
    ) -> String {
        let host = "amqp://\(hostUser)@127.0.0.1:\(environment.brokerPort)/\(virtualHost)"
        return """
            [[transports]]
            url = "\(url ?? host)"
            password-file = "\(passwordFile ?? path("password"))"
            \(transport)

            [[sinks]]
            kind = "dnsmasq"
            path = "\(path("hosts.d"))"
            \(sink)

            \(more)

            """
    }
}

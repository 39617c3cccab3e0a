import Foundation
import Testing

extension EndToEndTests {
    /// The policy, as an emitter that waits for its receipt learns of it.
    @Suite(.needsReceipts) struct Refusals {
        /// A policy, an announcement that it allows, and one that it refuses with these words.
        struct Case: Sendable, CustomTestStringConvertible {
            let policy: String
            let allowed: [String]
            let refused: [String]
            let words: String

            var testDescription: String { words }
        }

        private static let instance = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01"
        /// What stands for the lab's emitter in a case.
        private static let emitter = "EMITTER"

        private static let cases = [
            Case(
                policy: #"allowed-networks = ["10.9.8.0/24", "fd00::/8"]"#,
                allowed: ["web", "--address", "fd00::7"],
                refused: ["db", "--address", "10.9.9.7"], words: "allowed-networks"),
            Case(
                policy: #"allowed-names = ["web*"]"#,
                allowed: ["web-1", "--address", "10.9.8.7"],
                refused: ["db", "--address", "10.9.8.6"], words: "allowed-names"),
            Case(
                policy: #"reserved-names = ["gate*"]"#,
                allowed: ["localhost", "--address", "10.9.8.7"],
                refused: ["gateway", "--address", "10.9.8.6"], words: "reserved-names"),
            Case(
                policy: "names-per-instance = 1",
                allowed: ["web", "--address", "10.9.8.7", "--instance", instance],
                refused: ["db", "--address", "10.9.8.6", "--instance", instance],
                words: "names-per-instance"),
            Case(
                policy: "names-in-all = 1", allowed: ["web", "--address", "10.9.8.7"],
                refused: ["db", "--address", "10.9.8.6"], words: "names-in-all"),
            Case(
                policy: "names-per-user = 1", allowed: ["web", "--address", "10.9.8.7"],
                refused: ["db", "--address", "10.9.8.6"], words: "names-per-user"),
            Case(
                policy: "hostnames-per-address = 1", allowed: ["web", "--address", "10.9.8.7"],
                refused: ["db", "--address", "::ffff:10.9.8.7"], words: "hostnames-per-address"),
            Case(
                policy: "require-origin = true",
                allowed: ["web", "--address", "10.9.8.7", "--instance", instance],
                refused: ["db", "--address", "10.9.8.6"], words: "require-origin"),
            Case(
                policy: "[policy.users.'\(emitter)']\nallowed-names = [\"web-*\"]",
                allowed: ["web-1", "--address", "10.9.8.7"],
                refused: ["db", "--address", "10.9.8.6"], words: "allowed-names"),
            Case(
                policy: "[policy.users.'*']\nallowed-names = [\"web-*\"]",
                allowed: ["web-1", "--address", "10.9.8.7"],
                refused: ["db", "--address", "10.9.8.6"], words: "allowed-names"),
        ]

        @Test("refused with 77 and the reason; what is allowed resolves", arguments: cases)
        func policy(_ one: Case) async throws {
            try await Lab.run { lab in
                let policy = one.policy.replacing(Self.emitter, with: lab.emitterUser)
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(more: "[policy]\n\(policy)"))
                try await lab.emit(["up", "--wait"] + one.allowed)
                let refused = try lab.startEmitter(["up", "--wait"] + one.refused)
                try await lab.expectOneLine(
                    of: refused, status: 77, saying: [one.refused[0], "gate", one.words])
                #expect(await host.names.ask("\(one.refused[0]).docker") == .noSuchName)
                let kind: DNSAnswer.Kind = one.allowed[2].contains(":") ? .aaaa : .a
                let answer = await host.names.ask("\(one.allowed[0]).docker", kind)
                #expect(answer?.records == [one.allowed[2]])
                #expect(host.program.lines(with: " warning ") == 1)

                // The policy comes before the state: a `down` is refused alike, where it can be.
                guard !one.policy.contains("names-") else { return }
                let down = try lab.startEmitter(["down", "--wait"] + one.refused)
                try await lab.expectOneLine(of: down, status: 77, saying: [one.words])
            }
        }

        @Test("rules by user: an unknown user, and a message without one, are refused")
        func users() async throws {
            try await Lab.run { lab in
                let settings = Lab.HostSettings(
                    more: """
                        [policy.users.'\(lab.emitterUser)']
                        allowed-names = ["web-*"]
                        """)
                let host = try await lab.startHost(.directory, settings)
                let unknown = try lab.startEmitter(
                    ["up", "web-1", "--address", "10.9.8.7", "--wait"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL":
                            "amqp://\(lab.legacyUser)@127.0.0.1:\(lab.environment.brokerPort)/"
                            + lab.virtualHost
                    ])
                try await lab.expectOneLine(
                    of: unknown, status: 77, saying: ["web-1", "this user"])
                try await lab.sendAsIn2014("10.9.8.6:web-2:up")
                try await host.program.waitForLine("user-id")
                try await lab.emit(["up", "web-3", "--address", "10.9.8.5", "--wait"])
                #expect(await host.names.ask("web-1.docker") == .noSuchName)
                #expect(await host.names.ask("web-2.docker") == .noSuchName)
            }
        }
    }
}

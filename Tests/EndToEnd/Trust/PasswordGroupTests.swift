import Foundation
import Testing

extension EndToEndTests {
    /// README's way for images with a USER: the password's file belongs to a group.
    @Suite(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    struct PasswordGroup {
        private static let user: UInt32 = 41_288
        private static let group: UInt32 = 47_100

        private static func start(_ lab: Lab, groups: String) throws -> RunningProgram {
            let password = try lab.write(lab.password, to: "group-password", mode: 0o640)
            try FileManager.default.setAttributes(
                [.groupOwnerAccountID: group], ofItemAtPath: password)
            return try lab.start(
                "my-docker-network-emit",
                [
                    "/usr/bin/env", "setpriv", "--reuid=\(user)", "--regid=\(user)", groups,
                    "--bounding-set=-all", "--inh-caps=-all",
                    "\(lab.environment.programs)/my-docker-network-emit", "exec", "--hostname",
                    "web", "--address", "10.9.8.7", "--", "/bin/sleep", "60",
                ],
                environment: lab.emitterEnvironment.merging(
                    ["MY_DOCKER_NETWORK_PASSWORD_FILE": password]) { $1 })
        }

        @Test("a user in the file's group announces, without a warning")
        func inGroup() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try Self.start(lab, groups: "--groups=\(Self.group)")
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await emitter.waitForLine("web.docker resolves (10.9.8.7)")
                #expect(emitter.errorLines.count == 1, "\(emitter.errors)")
            }
        }

        @Test("one outside of it is told which file it may not read")
        func outside() async throws {
            try await Lab.run { lab in
                let emitter = try Self.start(lab, groups: "--clear-groups")
                try await emitter.waitForLine("group-password")
                #expect(emitter.end == nil)
                #expect(emitter.errorLines.count == 1, "\(emitter.errors)")
            }
        }
    }
}

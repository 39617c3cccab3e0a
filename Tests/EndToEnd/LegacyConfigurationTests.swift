import Foundation
import Testing

extension EndToEndTests {
    /// /etc/default/my-docker-network as in 2014: data, never run.
    ///
    /// The programs look for it at that place only, so that each test puts its own there in a mount
    /// namespace; the machine's files stay as they are.
    @Suite(.enabled(if: geteuid() == 0, "mount namespaces need root"))
    struct LegacyConfiguration {
        @Test("its broker and its dnsmasq layout are used, and its password is not told")
        func reading() async throws {
            try await Lab.run { lab in
                let check = try Self.check(
                    """
                    # as in 2014
                    start=1
                    username='some user'
                    password="\(lab.password)"
                    hostname=broker.example
                    vhost_name=/net
                    """, lab)
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect(check.output.contains("amqp://some%20user@broker.example:5672/%2fnet"))
                #expect(check.output.contains("mode file, /etc/my-docker-network-hosts"))
            }
        }

        @Test(
            "what a shell would run is refused with its line, and not run",
            arguments: [
                "$(touch MARK)", "\"`touch MARK`\"", "\"$(touch MARK)\"", "x; touch MARK",
                "x && touch MARK", "$HOME",
            ])
        func running(value: String) async throws {
            try await Lab.run { lab in
                let mark = lab.path("mark")
                let text = "start=1\npassword=\(value.replacing("MARK", with: mark))\n"
                let check = try Self.check(text, lab)
                try await lab.expectOneLine(
                    of: check, status: 78, saying: ["/etc/default/my-docker-network:2"])
                #expect(!FileManager.default.fileExists(atPath: mark))
            }
        }

        @Test("what it does not know is ignored, with a warning for each line")
        func unknown() async throws {
            try await Lab.run { lab in
                let check = try Self.check(
                    """
                    start=yes
                    user_name=x
                    DAEMON_OPTS="$OPTIONS -v"
                    ulimit -n 4096
                    username=some\r
                    password='\(lab.password)'
                    """, lab)
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect(check.output.contains("amqp://some@localhost:5672/%2f"))
                #expect(check.errorLines.count == 3, "\(check.errors)")
                for (index, words) in [
                    [":2: ignored", "'user_name'", "'username'"], [":3: ignored"],
                    [":4: ignored"],
                ].enumerated() where index < check.errorLines.count {
                    for word in words { #expect(check.errorLines[index].contains(word)) }
                }
            }
        }

        @Test("a password in it that others can read: a warning")
        func openPassword() async throws {
            try await Lab.run { lab in
                let check = try Self.check("password=\(lab.password)\n", lab, mode: 0o644)
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect(check.errorLines.count == 1, "\(check.errors)")
                #expect(check.errors.contains("mode 0644"))
            }
        }

        private static func check(
            _ text: String, _ lab: Lab, mode: Int = 0o600
        ) throws -> RunningProgram {
            let file = try lab.write(text, to: "default", mode: mode)
            let script = """
                set -e
                mount -t tmpfs none /etc/default
                cp -p "$1" /etc/default/my-docker-network
                if [ -d /etc/my-docker-network ]; then mount -t tmpfs none /etc/my-docker-network; fi
                exec "$0" check-config
                """
            return try lab.start(
                "my-docker-network",
                [
                    "/usr/bin/unshare", "--mount", "/bin/sh", "-c", script,
                    "\(lab.environment.programs)/my-docker-network", file,
                ])
        }
    }
}

import Foundation
import Testing

extension EndToEndTests {
    /// Arguments, variables and file names are bytes.
    @Suite struct ForeignBytes {
        /// Runs a line of bash, in which `$0` is the emitter, and returns what it printed.
        private static func run(_ line: String, _ lab: Lab) async throws -> String {
            let shell = try lab.start(
                "bash",
                [
                    "/bin/bash", "-c", line, "\(lab.environment.programs)/my-docker-network-emit",
                ], environment: lab.emitterEnvironment)
            #expect(try await shell.waitForEnd() == .exit(0), "\(shell.errors)")
            return shell.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }

        @Test(
            "a command's arguments pass byte for byte",
            arguments: [
                (#"caf\xe9.txt"#, "63 61 66 e9 2e 74 78 74"), (#"\xff\xfe\x80"#, "ff fe 80"),
                (#"caf\xc3\xa9"#, "63 61 66 c3 a9"), (#"e\xcc\x81"#, "65 cc 81"),
                (#"\xf4\x8f\xbf\xa9"#, "f4 8f bf a9"), (#"\xed\xa0\x80"#, "ed a0 80"),
                (#"\xf0\x9f"#, "f0 9f"), (#"--\x0a"#, "2d 2d 0a"),
            ])
        func arguments(text: String, hexadecimal: String) async throws {
            try await Lab.run { lab in
                let output = try await Self.run(
                    "set -o pipefail; \"$0\" exec --address 10.9.8.7 -- "
                        + "/usr/bin/printf %s $'\(text)' | od -An -tx1", lab)
                #expect(output == hexadecimal)
            }
        }

        @Test("so do the command's path, its variables, and its working directory")
        func everythingElse() async throws {
            try await Lab.run { lab in
                let folder = lab.path("")
                let output = try await Self.run(
                    """
                    set -o pipefail
                    mkdir \(folder)$'caf\\xe9' && cd \(folder)$'caf\\xe9' || exit 1
                    printf '#!/bin/sh\\nprintf %%s "$CAF"; basename "$PWD"; basename "$0"' >$'r\\xe9n'
                    chmod 755 $'r\\xe9n'
                    export CAF=$'\\xe9'
                    "$0" exec --address 10.9.8.7 -- ./$'r\\xe9n' | od -An -tx1
                    """, lab)
                #expect(output == "e9 63 61 66 e9 0a 72 e9 6e 0a")
            }
        }

        @Test("files are found whose names are no UTF-8: configuration, password, ready file")
        func files() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let folder = lab.path("")
                let output = try await Self.run(
                    """
                    cd \(folder)
                    cp password $'p\\xe9' && cp empty.toml $'c\\xe9' || exit 1
                    export MY_DOCKER_NETWORK_PASSWORD_FILE=\(folder)$'p\\xe9'
                    "$0" exec --hostname web --address 10.9.8.7 --config $'c\\xe9' \
                        --ready-file $'r\\xe9' -- /bin/sh -c '
                        while ! [ -e "$0" ]; do sleep 0.05; done; echo ready' $'r\\xe9'
                    """, lab)
                #expect(output == "ready")
                try await host.names.waitUntilGone("web.docker")
            }
        }
    }
}

import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `my-docker-network print-config`: what it prints works in the program it is meant for.
    @Suite struct PrintConfig {
        @Test("dnsmasq answers with what was printed", arguments: NameServer.Layout.allCases)
        func dnsmasq(layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let upstream = try await lab.startUpstream()
                // What means something to dnsmasq elsewhere in a line.
                let names = try lab.makeNameServer(layout, path: lab.path("hosts, #1 \u{E9}"))
                try lab.makeSink(of: names)
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let snippet = try await lab.printConfiguration(
                    [
                        "dnsmasq", "--listen", "127.0.0.1", "--upstream",
                        "127.0.0.1:\(upstream.port)", "--config", file,
                    ], to: "snippet")
                let dnsmasq = try lab.dnsmasqProgram()
                let check = try lab.start(
                    "check", [dnsmasq, "--test", "--conf-file=\(snippet)"])
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                _ = try lab.start(
                    "dnsmasq",
                    [dnsmasq, "--keep-in-foreground", "--conf-file=\(snippet)"]
                        + ["--log-facility=-"] + (geteuid() == 0 ? ["--user=nobody"] : []))
                try await eventually("dnsmasq answers") { await names.answers() }
                lab.note(names)
                _ = try await lab.serve(file)

                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(await names.ask("10.9.8.7", .pointer)?.records == ["web.docker"])
                try await names.waitUntil("far.example", resolvesTo: ["192.0.2.7"])
                // The upstream has these two as well, and is not asked.
                #expect(await names.ask("secret.docker") == .noSuchName)
                #expect(await names.ask("10.9.9.9", .pointer) == .noSuchName)
            }
        }

        @Test(
            "the machine's own hosts file is not served to containers",
            .enabled(if: geteuid() == 0, "mount namespaces need root"))
        func withoutHosts() async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer()
                try lab.makeSink(of: names)
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let snippet = try await lab.printConfiguration(
                    [
                        "dnsmasq", "--listen", "127.0.0.1", "--upstream", "127.0.0.1:1",
                        "--config", file,
                    ], to: "snippet")
                // As Debian writes it; the second name would be ours to give.
                let hosts = try lab.write("127.0.1.1 myhost myhost.docker\n", to: "hosts")
                _ = try lab.start(
                    "dnsmasq",
                    [
                        "/usr/bin/unshare", "--mount", "/bin/sh", "-euc",
                        "mount --bind \"$0\" /etc/hosts; exec \"$@\"", hosts,
                        try lab.dnsmasqProgram(), "--keep-in-foreground",
                        "--conf-file=\(snippet)", "--log-facility=-", "--user=nobody",
                    ])
                try await eventually("dnsmasq answers") { await names.answers() }
                #expect(await names.ask("myhost.docker") == .noSuchName)
                #expect(await names.ask("myhost")?.records != ["127.0.1.1"])
                _ = try await lab.serve(file)
                try await lab.emit(["up", "myhost", "--address", "172.17.0.1"])
                try await names.waitUntil("myhost.docker", resolvesTo: ["172.17.0.1"])
            }
        }

        @Test(
            "of a name's addresses, one on the asker's own network is answered",
            .enabled(if: geteuid() == 0, "namespaces need root"))
        func localised() async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer()
                try lab.makeSink(of: names)
                try lab.write(
                    "10.9.8.7 web.docker\n172.17.0.9 web.docker\n", to: "gate-hosts/web")
                let file = try lab.write(
                    """
                    [[sinks]]
                    kind = "dnsmasq"
                    path = "\(names.path)"
                    pid-file = "\(names.pidFile)"

                    """, to: "localised.toml")
                let script = """
                    ip link set lo up
                    ip link add docker0 type bridge
                    ip address add 172.17.0.1/16 dev docker0
                    ip link set docker0 up
                    "$1" print-config dnsmasq --upstream 192.0.2.1 --config "$2" >"$4/snippet"
                    "$3" --keep-in-foreground --conf-file="$4/snippet" --user=nobody &
                    for attempt in $(seq 200); do
                        answer=$(dig +short +time=1 +tries=1 @172.17.0.1 web.docker) && break
                        sleep 0.05
                    done
                    echo $answer
                    echo $(dig +short +time=1 +tries=3 @127.0.0.1 web.docker | sort)
                    """
                let program = try lab.start(
                    "namespace",
                    [
                        "/usr/bin/env", "unshare", "--mount", "--net", "--pid", "--mount-proc",
                        "--fork",
                        "--kill-child", "/bin/bash", "-euc", script, "bash",
                        "\(lab.environment.programs)/my-docker-network", file,
                        try lab.dnsmasqProgram(), lab.folder,
                    ])
                #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
                #expect(program.output == "172.17.0.9\n10.9.8.7 172.17.0.9\n")
            }
        }

        @Test(
            "the host's C library and dnsmasq on its usual port, with what was printed",
            .enabled(if: geteuid() == 0, "namespaces need root"))
        func resolvConf() async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer()
                try lab.makeSink(of: names)
                let file = try lab.write(
                    """
                    [[transports]]
                    url = "amqp://\(lab.hostUser)@127.0.0.1/\(lab.virtualHost)"
                    password-file = "\(lab.path("password"))"

                    [[sinks]]
                    kind = "dnsmasq"
                    path = "\(names.path)"
                    pid-file = "\(names.pidFile)"

                    """, to: "usual.toml")
                try lab.write(
                    "10.9.8.7 web.docker #my-docker-network was here\n", to: "gate-hosts/web")
                let script = try lab.write(Self.script, to: "script")
                let program = try lab.start(
                    "namespace",
                    [
                        "/usr/bin/env", "unshare", "--mount", "--net", "--pid", "--mount-proc",
                        "--fork",
                        "--kill-child", "/bin/bash", "-eu", script,
                        "\(lab.environment.programs)/my-docker-network", file,
                        try lab.dnsmasqProgram(), lab.folder,
                    ])
                #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
                #expect(
                    program.output.split(separator: "\n").map {
                        $0.split(separator: " ").joined(separator: " ")
                    } == [
                        "{ \"dns\": [\"172.17.0.1\"], \"dns-search\": [\"docker\"] }",
                        "10.9.8.7 web.docker", "10.9.8.7 web.docker",
                    ])
            }
        }

        /// PROGRAM CONFIGURATION DNSMASQ FOLDER: a machine of its own, on which docker0 is.
        private static let script = """
            ip link set lo up
            ip link add docker0 type bridge
            ip address add 172.17.0.1/16 dev docker0
            ip link set docker0 up
            "$1" print-config dnsmasq --upstream 192.0.2.1 --config "$2" >"$4/usual-snippet"
            "$3" --keep-in-foreground --conf-file="$4/usual-snippet" --user=nobody &
            echo $("$1" print-config docker --config "$2")
            for listen in '' '--listen 172.17.0.1'; do
                "$1" print-config resolv.conf $listen --config "$2" >"$4/resolv.conf"
                mount --bind "$4/resolv.conf" /etc/resolv.conf
                for attempt in {1..200}; do
                    getent hosts web && break
                    sleep 0.05
                done
                umount /etc/resolv.conf
            done

            """

        @Test(
            "podman's containers ask where what was printed says",
            .enabled(if: Podman.isUsable, "no podman, or not root"))
        func podman() async throws {
            try await Lab.run { lab in
                let file = try lab.write("", to: "podman.toml")
                let snippet = try await lab.printConfiguration(
                    ["podman", "--listen", "10.88.0.1", "--config", file], to: "containers.conf")
                let program = try lab.start(
                    "podman", Podman.command + ["/bin/cat", "/etc/resolv.conf"],
                    environment: ["CONTAINERS_CONF": snippet])
                let end = try await program.waitForEnd(within: .seconds(90))
                #expect(end == .exit(0), "\(program.errors)")
                let lines = program.output.split(separator: "\n")
                #expect(lines.contains("nameserver 10.88.0.1"))
                #expect(lines.contains("search docker"))
                #expect(lines.filter { $0.hasPrefix("nameserver") }.count == 1)
            }
        }

        @Test("what cannot be printed: the exit status, one line, and nothing else")
        func refusals() async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                for (arguments, status, words) in [
                    (["dnsmasq", "--listen", "nowhere"], 64, ["--listen", "nowhere"]),
                    (["docker", "--upstream", "9.9.9.9"], 64, ["--upstream"]),
                    (["docker", "--listen", "10.88.0.1"], 78, ["port \(names.port)"]),
                ] as [([String], Int32, [String])] {
                    try await lab.expectOneLine(
                        of: try lab.startHostTool(
                            ["print-config"] + arguments + ["--config", file]),
                        status: status, saying: words)
                }
                let unknown = try lab.startHostTool(["print-config", "bind9", "--config", file])
                #expect(try await unknown.waitForEnd() == .exit(64))
                #expect(unknown.errors.contains("systemd-resolved"))
            }
        }
    }
}

/// A podman that leaves the machine's own containers alone.
private enum Podman {
    static var isUsable: Bool {
        geteuid() == 0
            && ["podman", "runc"].allSatisfy { name in
                ["/usr/bin", "/usr/sbin"].contains {
                    FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
                }
            }
    }

    /// What runs a command in a container whose root is the machine's, and whose network, files and
    /// mounts go with it; on a machine with old control groups too.
    static let command = [
        "/usr/bin/env", "unshare", "--mount", "--net", "/bin/bash", "-euc",
        """
        mount -t tmpfs tmpfs /run
        exec podman --root /run/images --runroot /run/containers --tmpdir /run/libpod \\
            --runtime runc --cgroup-manager cgroupfs --events-backend file run --rm \\
            --ulimit nofile=16384:16384 --ulimit nproc=16384:16384 --rootfs /:O "$@"
        """, "podman",
    ]
}

extension Lab {
    /// Prints a configuration to a file of the lab's folder, and returns its path.
    fileprivate func printConfiguration(_ arguments: [String], to name: String) async throws
        -> String
    {
        let program = try startHostTool(["print-config"] + arguments)
        #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
        #expect(program.errors == "")
        return try write(program.output, to: name)
    }

    /// A name server for all other names, which also knows two that are none of its business.
    fileprivate func startUpstream() async throws -> NameServer {
        let names = try makeNameServer(.file, name: "upstream")
        try write(
            "192.0.2.7 far.example\n192.0.2.8 secret.docker\n10.9.9.9 private.example\n",
            to: "upstream-hosts")
        // Not noted as one of the lab's: no host service writes there.
        _ = try start("upstream", [try dnsmasqProgram()] + names.command)
        try await names.waitUntil("secret.docker", resolvesTo: ["192.0.2.8"])
        return names
    }

    fileprivate func dnsmasqProgram() throws -> String {
        try #require(
            ["/usr/sbin/dnsmasq", "/usr/bin/dnsmasq", "/usr/local/sbin/dnsmasq"]
                .first(where: FileManager.default.isExecutableFile))
    }
}

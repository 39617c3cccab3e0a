import Foundation
import Testing
import TestSupport

/// A container engine of a test's own: Docker's, or Podman's.
struct ContainerEngine: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case docker
        case podman
        /// Podman of a user who has no name, and no other users.
        case rootless

        /// Those whose containers can have networks of their own here.
        static let all = allCases.filter { $0 != .rootless || hasTunnels }
    }

    let kind: Kind
    let lab: Lab
    /// Whether containers outlive Docker's engine.
    let keepsContainers: Bool
    /// Whether its containers may have networks of their own; a user's need `hasTunnels`.
    let hasNetworks: Bool
    /// The user that it runs as; nil for root.
    let user: UInt32?
    /// The network that its containers are on, and its first three numbers.
    let network = "net-\(UInt32.random(in: 0...999_999))"
    let subnet = "10.\(Int.random(in: 200...249)).\(Int.random(in: 0...255))"

    /// Where the engine keeps its own sockets: their paths may have a hundred bytes, Podman's fifty.
    let sockets = "/run/mdn-\(UInt32.random(in: 0...999_999))"

    private static let image = "localhost/demo:1"

    /// Runs a test with an engine, and leaves nothing of it behind.
    static func run(
        _ kind: Kind, in lab: Lab, keepsContainers: Bool = true,
        hasNetworks: Bool = true, _ body: (Self) async throws -> Void
    ) async throws {
        let engine = Self(
            kind: kind, lab: lab, keepsContainers: keepsContainers, hasNetworks: hasNetworks,
            user: kind == .rootless ? .random(in: 900_000...1_900_000) : nil)
        var failure: (any Error)?
        do {
            try await engine.prepare()
            try await body(engine)
        } catch {
            failure = error
        }
        await engine.remove()
        if let failure { throw failure }
    }

    /// Where its API is.
    var socket: String {
        user == nil ? lab.path("\(kind.rawValue).sock") : "\(sockets)/podman.sock"
    }

    /// Runs its command line to the end, and returns what that printed.
    @discardableResult
    func callAsFunction(_ arguments: String...) async throws -> String {
        try await call(arguments)
    }

    @discardableResult
    func call(_ arguments: [String], mayFail: Bool = false) async throws -> String {
        let program = try lab.start(
            kind.rawValue, command + arguments, environment: environment, input: "")
        let end = try await program.waitForEnd(within: .seconds(120))
        if !mayFail { try #require(end == .exit(0), "\(arguments): \(program.errors)") }
        return program.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts a container that sleeps, and returns its id.
    @discardableResult
    func run(
        _ name: String, _ options: [String] = [], network: String? = nil,
        command: [String] = ["sleep", "600"]
    ) async throws -> String {
        try await call(
            ["run", "-d", "--stop-timeout", "0", "--name", name]
                + ["--network", network ?? self.network] + options
                + [Self.image] + command)
    }

    /// Whether it can pause a container: a user's needs control groups of version 2.
    var mayPause: Bool {
        user == nil || FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.controllers")
    }

    /// A container's address on the engine's network.
    func address(of name: String) async throws -> String {
        let form = "{{(index .NetworkSettings.Networks \"\(network)\").IPAddress}}"
        return try await callAsFunction("inspect", "--format", form, name)
    }

    private var command: [String] {
        switch kind {
        case .docker: ["/usr/bin/docker", "--host", "unix://\(socket)"]
        case .podman, .rootless:
            podman + [
                "--root", lab.path("images"), "--runroot", "\(sockets)/run",
                "--tmpdir", "\(sockets)/tmp", "--network-config-dir", lab.path("networks"),
            ]
        }
    }

    private var podman: [String] {
        guard let user else { return ["/usr/bin/podman"] }
        return (hasNetworks ? Self.withTunnels : []) + [
            "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups",
            "/usr/bin/podman", "--storage-driver", "vfs",
        ]
    }

    /// A command that runs another with a /dev/net/tun that every user may open, as most machines
    /// have it; the machine's own stays as it is.
    private static let withTunnels = [
        "/usr/bin/unshare", "--mount", "/bin/sh", "-ec",
        """
        mount -t tmpfs none /dev/net
        mknod -m 666 /dev/net/tun c 10 200
        exec "$@"
        """, "sh",
    ]

    /// Whether a user's containers can have networks of their own here.
    static let hasTunnels: Bool = {
        let program = Process()
        program.executableURL = URL(filePath: withTunnels[0])
        program.arguments = withTunnels.dropFirst() + ["/bin/sh", "-c", ": <>/dev/net/tun"]
        program.standardError = FileHandle.nullDevice
        guard (try? program.run()) != nil else { return false }
        program.waitUntilExit()
        return program.terminationStatus == 0
    }()

    private var environment: [String: String] {
        guard kind != .docker else { return [:] }
        let rootless = ["HOME": lab.path("images"), "XDG_RUNTIME_DIR": sockets]
        return ["CONTAINERS_CONF": lab.path("containers.conf")]
            .merging(user == nil ? [:] : rootless) { $1 }
    }

    // MARK: - Its start and its end

    private func prepare() async throws {
        try await lab.shell(
            """
            mkdir -p root/bin root/etc images networks '\(sockets)/run' '\(sockets)/tmp'
            cp /bin/busybox root/bin/
            for name in chroot killall sh sleep test touch true; do ln -sf busybox root/bin/$name; done
            tar -C root -c . -f image.tar
            """)
        if kind != .docker {
            // runc starts where crun does not; without limits of its own podman asks for more open
            // files than a restricted machine grants.
            try lab.write(
                """
                [engine]
                runtime = "runc"
                lock_type = "file"
                events_logger = "file"
                [containers]
                default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]

                """, to: "containers.conf")
        }
        if let user {
            try await lab.shell(
                "chown -R \(user):\(user) images networks '\(sockets)'; chmod 700 '\(sockets)'")
        }
        try await start()
        try await call(["import", lab.path("image.tar"), Self.image])
        guard hasNetworks else { return }
        let more = kind == .docker ? [] : ["--disable-dns"]
        try await call(["network", "create", "--subnet", "\(subnet).0/24"] + more + [network])
    }

    /// Starts the engine, and waits until it answers.
    @discardableResult
    func start() async throws -> RunningProgram {
        let program = try lab.start(
            "\(kind.rawValue)-engine", engineCommand, environment: environment)
        do {
            try await eventually("\(kind) answers", within: .seconds(60)) {
                guard kind == .docker else {
                    return FileManager.default.fileExists(atPath: socket)
                }
                return await answers()
            }
        } catch {
            throw LabFailure("\(error)", program.errors)
        }
        return program
    }

    /// Whether Docker's engine takes requests.
    private func answers() async -> Bool {
        (try? await call(["version"], mayFail: true))?.contains("Server:") == true
    }

    private var engineCommand: [String] {
        switch kind {
        case .docker:
            // No rule and no bridge of the machine's own is touched.
            [
                "/usr/sbin/dockerd", "--data-root", lab.path("data"), "--exec-root", sockets,
                "--pidfile", lab.path("dockerd.pid"), "--host", "unix://\(socket)",
                "--bridge", "none", "--iptables=false", "--ip-forward=false", "--ip-masq=false",
                "--userland-proxy=false", "--live-restore=\(keepsContainers)",
            ]
        case .podman, .rootless: command + ["system", "service", "--time=0", "unix://\(socket)"]
        }
    }

    /// Ends the engine, Docker's as a service manager does or another way, and waits until it has
    /// ended.
    func stop(by signal: Int32 = SIGTERM) async throws {
        guard kind == .docker else { return try killPodman() }
        let number = try String(contentsOfFile: lab.path("dockerd.pid"), encoding: .utf8)
        let process = try #require(pid_t(number))
        kill(process, signal)
        try await eventually("dockerd has ended", within: .seconds(60)) {
            Self.hasEnded(process)
        }
        // Its number is this process's child, which another dockerd would take for one that runs.
        try? FileManager.default.removeItem(atPath: lab.path("dockerd.pid"))
    }

    /// Kills what serves Podman's API: of a user's there are two processes, and the first may keep a
    /// signal from the second.
    private func killPodman() throws {
        let words = Data("service\0--time=0\0unix://\(socket)\0".utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let process = pid_t(name),
                let line = try? Data(contentsOf: URL(filePath: "/proc/\(name)/cmdline"))
            else { continue }
            if line.range(of: words) != nil { kill(process, SIGKILL) }
        }
        try FileManager.default.removeItem(atPath: socket)
    }

    /// Whether a process has ended, also one that nobody has waited for: it has no program any more.
    private static func hasEnded(_ process: pid_t) -> Bool {
        !FileManager.default.fileExists(atPath: "/proc/\(process)/exe")
    }

    private func remove() async {
        // A test may have ended while it was killed, and its containers have not.
        if kind == .docker, !(await answers()) { _ = try? await start() }
        // Podman keeps a container that another one depends on, unless it is asked for all of them.
        let ids = (try? await call(["ps", "-aq"], mayFail: true)) ?? ""
        let all = kind != .docker ? ["--all"] : ids.split(separator: "\n").map(String.init)
        if !all.isEmpty { _ = try? await call(["rm", "-f"] + all, mayFail: true) }
        _ = try? await call(["network", "rm", network], mayFail: true)
        defer { try? FileManager.default.removeItem(atPath: sockets) }
        if let user { await end(processesOf: user) }
        guard kind == .docker else { return }
        try? await stop()
        // It is mounted on itself, which one that was killed leaves behind.
        _ = try? await lab.shell("umount -l data", mayFail: true)
    }

    /// Ends what holds the namespaces of a user who is nobody else, and outlives Podman's commands.
    private func end(processesOf user: UInt32) async {
        let script = """
            for process in /proc/[0-9]*; do
                [ "$(stat -c %u $process 2>&1)" != \(user) ] || kill -KILL ${process#/proc/}
            done
            """
        _ = try? await lab.shell(script, mayFail: true)
    }
}

extension Lab {
    /// Runs a script in the lab's folder; false where it failed, and may.
    @discardableResult
    func shell(_ script: String, mayFail: Bool = false) async throws -> Bool {
        let program = try start("sh", ["/bin/sh", "-ec", "cd '\(folder)'\n\(script)"])
        let end = try await program.waitForEnd(within: .seconds(60))
        if !mayFail { try #require(end == .exit(0), "\(program.errors)") }
        return end == .exit(0)
    }
}

import Glibc

/// A real dnsmasq of the benchmark's own, on a port of the loopback.
final class Nameserver {
    /// The port on 127.0.0.1.
    let port: UInt16
    /// How long it took from its start to its first answer.
    let startTime: Duration
    private let process: pid_t

    /// Starts a dnsmasq that reads hosts as `source` says, and waits for its first answer.
    ///
    /// - Parameters:
    ///   - source: A line of its configuration, such as `hostsdir=/some/where`.
    ///   - folder: Where its configuration and pid file (`pid`) go.
    /// - Throws: `BenchmarkError` where it cannot be started, or does not answer in two minutes.
    init(reading source: String, in folder: String) throws {
        port = UInt16.random(in: 20_000..<30_000)
        let lines = [
            "port=\(port)", "listen-address=127.0.0.1", "bind-interfaces", "no-resolv", "no-hosts",
            "local=/docker/", "bogus-priv", source, "",
        ]
        try Folder.write(lines.joined(separator: "\n"), to: "\(folder)/dnsmasq.conf")
        let start = ContinuousClock.now
        process = try Self.start([
            "dnsmasq", "--conf-file=\(folder)/dnsmasq.conf", "--pid-file=\(folder)/pid",
            "--keep-in-foreground", "--log-facility=\(folder)/log", "--user=nobody",
        ])
        let client = try NameClient(port: port)
        while client.count("nobody.docker", within: .milliseconds(20)) == nil {
            guard ContinuousClock.now < start + .seconds(120) else {
                throw BenchmarkError("dnsmasq does not answer; see \(folder)/log")
            }
            usleep(500)
        }
        startTime = ContinuousClock.now - start
    }

    /// Its resident memory in KiB.
    var memory: Int { Memory.resident(of: "\(process)") }

    /// The processor time it has used, in seconds.
    var processorTime: Double { ProcessorTime.of("\(process)") }

    deinit {
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func start(_ arguments: [String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let texts = arguments.map { strdup($0) }
        defer { for text in texts { free(text) } }
        for program in ["/usr/sbin/dnsmasq", "/usr/local/sbin/dnsmasq", "/usr/bin/dnsmasq"] {
            var process: pid_t = 0
            if posix_spawn(&process, program, nil, &attributes, texts + [nil], environ) == 0 {
                return process
            }
        }
        throw BenchmarkError("dnsmasq is not installed: apt-get install dnsmasq-base")
    }
}

import Glibc

/// A real dnsmasq of the benchmark's own, on a port of the loopback.
package final class Nameserver {
    /// The port on 127.0.0.1.
    package let port: UInt16
    /// How long it took from its start to its first answer.
    package let startTime: Duration
    private let process: Program

    /// Starts a dnsmasq that reads hosts as `source` says, and waits for its first answer.
    ///
    /// - Parameters:
    ///   - source: A line of its configuration, such as `hostsdir=/some/where`.
    ///   - folder: Where its configuration and pid file go.
    ///   - pidFile: The name of its pid file there; a second server needs one of its own.
    /// - Throws: `BenchmarkError` where it cannot be started, or does not answer in two minutes.
    package init(reading source: String, in folder: String, pidFile: String = "pid") throws {
        port = Self.somePort()
        let settings = Self.settings(port: port, [source])
        try Folder.write(settings, to: "\(folder)/dnsmasq.conf")
        let start = ContinuousClock.now
        process = try Program.start(
            try Self.program(),
            [
                "--conf-file=\(folder)/dnsmasq.conf", "--pid-file=\(folder)/\(pidFile)",
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

    /// A port that most likely nobody has.
    package static func somePort() -> UInt16 { UInt16.random(in: 20_000..<30_000) }

    /// A configuration of dnsmasq: on the loopback, with names of its own and no others.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1.
    ///   - others: Further lines.
    /// - Returns: The file's content.
    package static func settings(port: UInt16, _ others: [String]) -> String {
        let lines = [
            "port=\(port)", "listen-address=127.0.0.1", "bind-interfaces", "no-resolv", "no-hosts",
            "local=/docker/", "bogus-priv",
        ]
        return (lines + others).joined(separator: "\n") + "\n"
    }

    /// Its resident memory in KiB.
    package var memory: Int { process.memory }

    /// The processor time it has used, in seconds.
    package var processorTime: Double { process.processorTime }

    deinit { process.end() }

    /// Where dnsmasq is.
    ///
    /// - Returns: Its path.
    /// - Throws: `BenchmarkError` where it is not installed.
    package static func program() throws -> String {
        let places = ["/usr/sbin/dnsmasq", "/usr/local/sbin/dnsmasq", "/usr/bin/dnsmasq"]
        guard let place = places.first(where: { access($0, X_OK) == 0 }) else {
            throw BenchmarkError("dnsmasq is not installed: apt-get install dnsmasq-base")
        }
        return place
    }
}

import DockerNetwork

/// Has dnsmasq read everything again where it may have lost something: seldom.
///
/// Reading everything keeps dnsmasq from answering for a moment (0.1 s at 10,000 names), so it is
/// done where something may have been lost, not for good measure.
struct FullReload: Sendable {
    /// Between two of them.
    private static let interval: Duration = .seconds(180)
    /// The time without a write that must pass first: never in a burst.
    static let quiet: Duration = .seconds(2)

    /// The file that names the process.
    var pidFile: String { process.pidFile }

    private let process: DnsmasqProcess
    private var last: ContinuousClock.Instant?

    init(pidFile: String) {
        process = DnsmasqProcess(pidFile: pidFile)
    }

    /// The time that it must wait yet; zero: it may be done now.
    var remaining: Duration {
        guard let last else { return .zero }
        return max(.zero, Self.interval - (ContinuousClock.now - last))
    }

    /// Signals the dnsmasq of the pid file, and nobody else.
    ///
    /// - Returns: Whether it was told; where there is none, it reads everything when it starts.
    mutating func run() -> Bool {
        do throws(SinkError) {
            guard try process.reload() == nil else { return false }
        } catch {
            // What cannot be read or signalled is left alone: nothing was promised.
            return false
        }
        last = .now
        return true
    }
}

import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The dnsmasq that a pid file names.
struct DnsmasqProcess: Sendable {
    let pidFile: String

    /// Has it read its hosts files again (SIGHUP; dnsmasq(8), section NOTES).
    ///
    /// Nobody but a process by the name of dnsmasq ever gets the signal: a pid file outlives its
    /// process, and the number goes to another one.
    ///
    /// - Returns: nil where it was told; else why not, which is no failure: a dnsmasq that is not
    ///   there reads the file when it starts.
    /// - Throws: `SinkError` where the pid file cannot be read, or the signal is not permitted.
    func reload() throws(SinkError) -> String? {
        guard let bytes = try FileReader.read(pidFile) else {
            return "\(pidFile) is not there: dnsmasq reads the names when it starts; "
                + "check the sink's `pid-file` if it runs"
        }
        guard let process = Self.parse(bytes) else {
            return "\(pidFile) holds no process id: nobody was told to read the names; "
                + "check the sink's `pid-file`"
        }
        do throws(SystemCallFailure) {
            return try signal(process)
        } catch {
            throw SinkError(
                "cannot signal dnsmasq, process \(process): \(error.reason); run the service as "
                    + "dnsmasq's user or with CAP_KILL, or use mode = \"directory\", which needs "
                    + "no signal")
        }
    }

    /// - Returns: nil where it was told; else why not.
    private func signal(_ process: pid_t) throws(SystemCallFailure) -> String? {
        // From here on another process that gets the number is not meant.
        guard let handle = try ProcessHandle(process), let name = handle.name else {
            return "process \(process) of \(pidFile) is not there: dnsmasq reads the names "
                + "when it starts"
        }
        guard name.hasPrefix("dnsmasq") else {
            return "process \(process) of \(pidFile) is no dnsmasq: it was not signalled; "
                + "check the sink's `pid-file`"
        }
        _ = try handle.signal(SIGHUP)
        return nil
    }

    /// The number in a pid file, at least 2: 0 and 1 are never a dnsmasq of their own, and a
    /// negative number would be a whole group of processes.
    static func parse(_ bytes: [UInt8]) -> pid_t? {
        var digits = bytes[...]
        while let last = digits.last, [0x20, 0x0A, 0x0D, 0x09].contains(last) {
            digits.removeLast()
        }
        guard (1...10).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = pid_t(String(decoding: digits, as: UTF8.self)), number > 1
        else { return nil }
        return number
    }
}

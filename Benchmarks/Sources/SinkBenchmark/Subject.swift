import DockerNetwork
import DockerNetworkDnsmasq

/// One sink that is measured; a further one is one more case.
enum Subject: String, CaseIterable, Sendable {
    /// One name a file, written by a few lines of C: what is compared with.
    case raw = "raw-c"
    /// dnsmasq's `hostsdir`.
    case directory = "dnsmasq-directory"
    /// dnsmasq's `addn-hosts` and SIGHUP.
    case file = "dnsmasq-file"

    /// The line of dnsmasq's configuration that has it read the place.
    func source(in folder: String) -> String {
        switch self {
        case .raw, .directory: "hostsdir=\(folder)/hosts.d"
        case .file: "addn-hosts=\(folder)/hosts"
        }
    }

    /// Makes the sink; when its `apply` returns, what was written resolves.
    func makeSink(in folder: String, port: UInt16) throws -> any HostsSink {
        let server = DnsmasqServer("127.0.0.1:\(port)")
        return switch self {
        case .raw: try RawSink(directory: "\(folder)/hosts.d", port: port)
        case .directory:
            try DnsmasqSink(
                mode: .directory(path: "\(folder)/hosts.d", pidFile: "\(folder)/pid"),
                server: server)
        case .file:
            try DnsmasqSink(
                mode: .file(path: "\(folder)/hosts", pidFile: "\(folder)/pid"), server: server)
        }
    }
}

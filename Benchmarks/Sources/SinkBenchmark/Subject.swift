import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkSystemHosts

/// One sink that is measured; a further one is one more case.
enum Subject: String, CaseIterable, Sendable {
    /// One name a file, written by a few lines of C: what is compared with.
    case raw = "raw-c"
    /// dnsmasq's `hostsdir`.
    case directory = "dnsmasq-directory"
    /// dnsmasq's `addn-hosts` and SIGHUP.
    case file = "dnsmasq-file"
    /// A hosts file that the C library reads, as /etc/hosts: no dnsmasq.
    case systemHosts = "system-hosts"

    /// The line of dnsmasq's configuration that has it read the place; nil: it never does.
    func source(in folder: String) -> String? {
        switch self {
        case .raw, .directory: "hostsdir=\(folder)/hosts.d"
        case .file: "addn-hosts=\(folder)/hosts"
        case .systemHosts: nil
        }
    }

    /// What the one file holds before the sink writes it; nil: the place is no file.
    var firstText: String? {
        switch self {
        case .raw, .directory: nil
        case .file: ""
        case .systemHosts: "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n"
        }
    }

    /// Makes the sink; when its `apply` returns, what was written resolves.
    func makeSink(in folder: String, port: UInt16?) throws -> any HostsSink {
        let server = port.flatMap { DnsmasqServer("127.0.0.1:\($0)") }
        return switch self {
        case .raw: try RawSink(directory: "\(folder)/hosts.d", port: port ?? 0)
        case .directory:
            try DnsmasqSink(
                mode: .directory(path: "\(folder)/hosts.d", pidFile: "\(folder)/pid"),
                server: server)
        case .file:
            try DnsmasqSink(
                mode: .file(path: "\(folder)/hosts", pidFile: "\(folder)/pid"), server: server)
        case .systemHosts: try SystemHostsSink(path: "\(folder)/hosts")
        }
    }
}

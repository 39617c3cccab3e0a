import BenchmarkLab
import Measuring

/// The host service as it is shipped, with a dnsmasq that reads a hosts directory or answering itself.
final class HostUnderTest: Receiver {
    let name: String
    let virtualHost = BenchmarkBroker.virtualHost
    let port: UInt16
    /// nil: the service answers itself.
    let nameserver: Nameserver?
    let service: Program
    private let folder: Folder

    /// Starts both and waits until the service says that it is ready.
    ///
    /// - Parameters:
    ///   - lab: The broker and the programs.
    ///   - sink: Who answers.
    ///   - parent: The folder below which its files are made.
    /// - Throws: `BenchmarkError` where one does not start.
    init(_ lab: Lab, _ sink: HostSink = .dnsmasq, in parent: String) throws {
        folder = try Folder(in: parent)
        let path = folder.path
        name = sink.subject
        let settingsOfSink: String
        switch sink {
        case .dnsmasq:
            let nameserver = try Nameserver(reading: "hostsdir=\(path)/hosts.d", in: path)
            port = nameserver.port
            self.nameserver = nameserver
            settingsOfSink = """
                path = "\(path)/hosts.d"
                pid-file = "\(path)/pid"
                server = "127.0.0.1:\(port)"
                """
        case .dns:
            port = Nameserver.somePort()
            nameserver = nil
            settingsOfSink = """
                path = "\(path)/names.d"
                listen = ["127.0.0.1:\(port)"]
                upstream = ["none"]
                """
        }
        // One name for all: each has a durable queue, which outlives the service, and would take its
        // part of the broker's time from those that come later.
        let settings = """
            host-name = "benchmark"
            [[transports]]
            url = "\(lab.broker.url("host"))"
            password-file = "\(lab.broker.passwordFile(of: "host"))"
            [[sinks]]
            kind = "\(sink.rawValue)"
            \(settingsOfSink)
            [policy]
            names-per-user = 1000000
            names-in-all = 1000000

            """
        try Folder.write(settings, to: "\(path)/config.toml")
        let log = "\(path)/serve.log"
        service = try Program.start(
            lab.hostTool, ["serve", "--config", "\(path)/config.toml"], log: log)
        try waited(for: "the host service; see \(log)", within: .seconds(30)) { [service] in
            guard service.isRunning else {
                throw BenchmarkError("the host service ended: \(Folder.read(log) ?? "")")
            }
            return Folder.read(log)?.contains("ready") == true
        }
    }

    deinit { service.end() }
}

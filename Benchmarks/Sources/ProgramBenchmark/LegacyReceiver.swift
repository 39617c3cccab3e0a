import Measuring

/// The receiver of 2014: rewrites one hosts file and restarts dnsmasq, for each message.
final class LegacyReceiver: Receiver {
    /// What it does to dnsmasq after each message.
    enum Way: String {
        case restart
        case signal
    }

    let name: String
    let virtualHost: String
    let port: UInt16
    private let program: Program
    private let folder: Folder

    /// Starts it with some names in its file already.
    ///
    /// - Parameters:
    ///   - lab: The broker and the programs.
    ///   - way: What it does to dnsmasq.
    ///   - names: What its file holds.
    ///   - parent: The folder below which its files are made.
    /// - Throws: `BenchmarkError` where it does not start.
    init(_ lab: Lab, _ way: Way, names: [SampleName], in parent: String) throws {
        name = way == .restart ? "2014" : "2014 with SIGHUP"
        virtualHost = way == .restart ? Lab.legacyHost : Lab.signalledHost
        port = Nameserver.somePort()
        folder = try Folder(in: parent)
        let path = folder.path
        let lines = names.map { $0.line + "\n" }
        try Folder.write(lines.joined(), to: "\(path)/hosts")
        let settings = Nameserver.settings(
            port: port,
            [
                "user=nobody", "pid-file=\(path)/pid", "log-facility=\(path)/log",
                "addn-hosts=\(path)/hosts",
            ])
        try Folder.write(settings, to: "\(path)/dnsmasq.conf")
        let log = "\(path)/receive.log"
        program = try lab.startLegacyReceiver(
            virtualHost, hostsFile: "\(path)/hosts", settings: "\(path)/dnsmasq.conf",
            way: way.rawValue, log: log)
        try waited(for: "the receiver; see \(log)", within: .seconds(30)) { [program] in
            guard program.isRunning else {
                throw BenchmarkError("the receiver of 2014 ended: \(Folder.read(log) ?? "")")
            }
            return Folder.read(log)?.contains("listening") == true
        }
    }

    deinit { program.end() }
}

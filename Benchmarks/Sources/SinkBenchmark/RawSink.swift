import CRawWriter
import DockerNetwork
import Glibc
import Measuring

/// The least that feeds a dnsmasq: one name a file, no check of what is there; now and then the
/// last name is asked for until it resolves, or dnsmasq's queue would overflow.
actor RawSink: HostsSink {
    nonisolated let name = "raw"
    /// After so many files dnsmasq is waited for.
    private static let fence = 500

    private let directory: String
    private let client: NameClient
    private var byName: [String: UInt32] = [:]

    init(directory: String, port: UInt16) throws {
        self.directory = directory
        client = try NameClient(port: port)
    }

    func contents() async throws(SinkError) -> [Entry] { [] }

    func apply(_ update: SinkUpdate) async throws(SinkError) {
        let gained = update.changes.map { $0.updated } ?? Array(update.table)
        for registration in update.changes?.removed ?? [] {
            let name = registration.hostname.name
            if gained.contains(where: { $0.registration.hostname.name == name }) { continue }
            if let number = byName.removeValue(forKey: name) {
                raw_write(directory, number, nil)
            }
        }
        for (position, entry) in gained.enumerated() {
            let name = entry.registration.hostname.name
            let number = byName[name] ?? UInt32(byName.count)
            byName[name] = number
            let line = "\(entry.registration.address) \(name).docker\n"
            guard raw_write(directory, number, line) == 0 else {
                throw SinkError("cannot write \(directory)")
            }
            if position % Self.fence == 0 || position == gained.count - 1 {
                try wait(for: entry.registration)
            }
        }
    }

    private func wait(for registration: Registration) throws(SinkError) {
        let name = "\(registration.hostname.name).docker"
        let pointer = NameClient.pointer("\(registration.address)")
        let deadline = ContinuousClock.now + .seconds(60)
        while client.count(pointer, type: 12, within: .milliseconds(500)) != 1 {
            guard ContinuousClock.now < deadline else {
                throw SinkError("dnsmasq does not answer for \(name)")
            }
            usleep(200)
        }
    }
}

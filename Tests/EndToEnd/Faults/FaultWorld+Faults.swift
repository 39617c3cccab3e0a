import Foundation
import Testing
import TestSupport

/// What is killed, stopped, filled up and deleted.
extension FaultWorld {
    private var exchange: String { "exchanges/\(lab.virtualHost)/my-docker-network" }
    private var queue: String { "queues/\(lab.virtualHost)/my-docker-network.host.gate" }
    private var filler: String { "\(broker.hostsFolder)/.filler" }

    /// Lets a fault begin.
    func begin(_ fault: FaultKind) async throws {
        note("\(fault) begins")
        switch fault {
        case .brokerKilled:
            try broker.signal(SIGKILL)
            tally.kills += 1
        case .brokerStands: try broker.signal(SIGSTOP)
        case .clocksSet: try setClocks()
        case .diskFull: try fillDisk()
        case .engineKilled: try await killEngine()
        case .exchangeDeleted: try await delete(exchange)
        case .exchangeReplaced:
            try await delete(exchange)
            try await lab.broker.addExchange(in: lab.virtualHost)
        case .hostKilled:
            host.signal(SIGKILL)
            try await host.waitForEnd()
            tally.kills += 1
        case .hostStands: host.signal(SIGSTOP)
        case .nameServerKilled:
            queries.serverDies()
            nameServer?.signal(SIGKILL)
            try await nameServer?.waitForEnd()
            tally.kills += 1
        case .queueDeleted: try await delete(queue)
        }
    }

    /// Ends a fault, after a while.
    func end(_ fault: FaultKind) async throws {
        switch fault {
        case .brokerKilled:
            try await wait(milliseconds: 0...1_000)
            try await broker.startAgain()
        case .brokerStands:
            // Longer than any lease, and shorter than it takes heartbeats to tell.
            try await wait(milliseconds: 4_000...6_000)
            try broker.signal(SIGCONT)
        case .clocksSet:
            // Longer or shorter than a lease.
            try await wait(milliseconds: 1_000...5_000)
            try putClocksRight()
        case .diskFull:
            try await wait(milliseconds: 1_000...3_000)
            try FileManager.default.removeItem(atPath: filler)
        case .engineKilled:
            try await wait(milliseconds: 0...3_000)
            try await startEngine()
        case .exchangeDeleted, .exchangeReplaced, .queueDeleted: break
        case .hostKilled:
            try await wait(milliseconds: 0...3_000)
            host = try lab.startFaultHost(names, configuration, hostClock)
        case .hostStands:
            try await wait(milliseconds: 4_000...6_000)
            // Where it was killed meanwhile there is another one, which does not stand.
            host.signal(SIGCONT)
        case .nameServerKilled:
            try await wait(milliseconds: 0...1_000)
            nameServer = try await lab.startNameServerProgram(names)
            queries.serverLives()
        }
        note("\(fault) has ended")
    }

    /// Deletes what may be gone already: another fault of this round deleted it, and the service
    /// has not yet declared it again.
    private func delete(_ path: String) async throws {
        do {
            try await lab.broker.request("DELETE", path)
        } catch let error as ManagementAPI.Failure where error.description.contains(": 404 ") {
            note("\(path) was not there")
        }
    }

    /// Writes until nothing more fits.
    private func fillDisk() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw WaitFailure(description: "cannot write \(filler)") }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0x23, count: 4_096)
        while write(descriptor, page, page.count) > 0 {}
    }
}

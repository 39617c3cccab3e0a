import Foundation
import Testing
import TestSupport

/// What one-shots have announced, and what a host must therefore hold, name by name.
struct AnnouncedTable {
    private let lab: Lab
    /// What must be there.
    private(set) var truth: Set<FaultRegistration> = []
    /// What was there at any time.
    private var everSeen: Set<FaultRegistration> = []
    private var count = 0

    init(_ lab: Lab) {
        self.lab = lab
    }

    /// Somebody else has announced this.
    mutating func expect(_ name: String, _ address: String) {
        let registration = FaultRegistration(name: "\(name).docker", address: address)
        truth.insert(registration)
        everSeen.insert(registration)
    }

    /// Announces names one after the other, and withdraws every second one at once: an `up` that
    /// were applied a second time would bring it back.
    mutating func announce(_ prefix: String, count names: Int) async throws {
        for number in 1...names {
            count += 1
            let address = "10.9.\(100 + count / 200).\(1 + count % 200)"
            let what = ["\(prefix)-\(number)", "--address", address]
            expect(what[0], address)
            try await lab.emit(["up"] + what)
            guard number.isMultiple(of: 2) else { continue }
            try await lab.emit(["down"] + what)
            truth.remove(FaultRegistration(name: "\(what[0]).docker", address: address))
        }
    }

    /// Waits until the host's name server and `list --json` say nothing else.
    func waitUntilKept(by host: Lab.Host) async throws {
        var difference = TableDifference(ofList: "", from: truth)
        do {
            try await eventually("the table is right") {
                difference = await TableDifference(
                    of: host.names, from: truth, everSeen: everSeen)
                guard difference.isEmpty else { return false }
                difference = try await listed(host)
                return difference.isEmpty
            }
        } catch is WaitFailure {
            Issue.record("lost: \(difference.lost); wrong: \(difference.wrong)")
        }
    }

    private func listed(_ host: Lab.Host) async throws -> TableDifference {
        let list = try lab.startHostTool(
            ["list", "--json", "--config", host.configurationFile])
        let end = try await list.waitForEnd()
        try #require(end == .exit(0), "\(list.errors)")
        return TableDifference(ofList: list.output, from: truth)
    }
}

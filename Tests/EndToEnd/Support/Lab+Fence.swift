import Foundation
import Testing
import TestSupport

extension Lab {
    /// Runs an emitter to its end, which must be the one expected.
    ///
    /// Over HTTP, where nobody answers, `--wait` is left out of what shall succeed, and the lab's
    /// name servers are asked instead until they say what was announced.
    @discardableResult
    func emit(
        _ arguments: [String], status: Int32 = 0, environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RunningProgram {
        let isFenced =
            !self.environment.transport.hasReceipts && status == 0 && environment.isEmpty
            && arguments.contains("--wait")
        let program = try startEmitter(
            isFenced ? arguments.filter { $0 != "--wait" } : arguments, environment: environment)
        let end = try await program.waitForEnd()
        #expect(end == .exit(status), "it said: \(program.errors)", sourceLocation: sourceLocation)
        if isFenced { try await waitForNames(arguments) }
        return program
    }

    /// Waits until every name server of the lab holds what `up` or `down` was told.
    private func waitForNames(_ arguments: [String]) async throws {
        let isUp = arguments[0] == "up"
        var (hostnames, addresses): ([String], [String]) = ([], [])
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            switch argument {
            case "--wait": continue
            case "--address": addresses += rest.popFirst().map { [$0] } ?? []
            case let option where option.hasPrefix("--"): _ = rest.popFirst()
            default: hostnames.append(argument)
            }
        }
        for names in nameServers {
            for (hostname, address) in hostnames.flatMap({ name in addresses.map { (name, $0) } }) {
                try await eventually("\(arguments) is heard") {
                    let kind: DNSAnswer.Kind = address.contains(":") ? .aaaa : .a
                    let answer = await names.ask("\(hostname).docker", kind)
                    return answer?.records.contains(address) == isUp
                }
            }
        }
    }
}

import Foundation
import Testing

@testable import DockerNetwork

/// The registry against an oracle, over random histories.
@Suite struct RegistryModelTests {
    /// How many seeds a run takes; by hand `MY_DOCKER_NETWORK_MODEL_SEEDS` asks for more.
    private static let seedCount: UInt64 =
        ProcessInfo.processInfo.environment["MY_DOCKER_NETWORK_MODEL_SEEDS"].flatMap(UInt64.init)
        ?? 150

    @Test func theRegistryDoesWhatTheOracleDoes() async {
        for seed in 0..<Self.seedCount {
            // Others get their turn: tests with leases of a second run beside this one.
            await Task.yield()
            guard let failure = ModelFailure(seed: seed, length: 200) else { continue }
            Issue.record("\(failure)")
            return
        }
    }
}

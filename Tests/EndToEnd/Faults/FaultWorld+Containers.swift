import Foundation
import Testing
import TestSupport

/// Containers of an engine, which know nothing of us, and the engine itself.
extension FaultWorld {
    /// Starts or ends a container, where the engine can be asked.
    func happenToContainers() async throws {
        guard let engine, engineRuns else { return }
        if containers.count > 4 || (containers.count > 1 && generator.oneIn(2)) {
            try await endContainer(of: engine)
        } else {
            try await startContainer(of: engine)
        }
    }

    /// Starts a container; its address is the engine's choice, often that of one that is gone.
    func startContainer(of engine: ContainerEngine) async throws {
        count += 1
        let name = "box-\(count)"
        try await engine.run(name)
        let registration = FaultRegistration(
            name: "\(name).docker", address: try await engine.address(of: name))
        containers.append(registration)
        everSeen.insert(registration)
        note("container \(registration) starts")
    }

    private func endContainer(of engine: ContainerEngine) async throws {
        let index = Int.random(in: containers.indices, using: &generator)
        let registration = containers.remove(at: index)
        queries.release([registration])
        try await engine("rm", "--force", Self.hostname(registration))
        tally.kills += 1
        note("container \(registration) killed")
    }

    /// Kills the engine; its containers go on.
    func killEngine() async throws {
        try await engine?.stop(by: SIGKILL)
        engineRuns = false
        tally.kills += 1
    }

    /// Starts the engine again.
    func startEngine() async throws {
        try await engine?.start()
        engineRuns = true
    }
}

internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// The part of a diagnosis that asks from within each container's own network.
extension Diagnosis {
    private static let mostContainers = 32
    private static let patience = Duration.seconds(1)
    private static let step = "container"
    /// The maximum number of servers, as many as libc asks (resolv.conf(5)).
    private static let mostServers = 3

    /// Resolves a registered name as containers do.
    ///
    /// - Parameters:
    ///   - name: The whole name.
    ///   - isRight: Whether these are the name's addresses.
    /// - Returns: What they find; nothing where no container runs, or none can be seen.
    func containerFindings(
        _ name: String, _ isRight: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async -> [Finding] {
        guard let container else { return await allContainers(name, isRight) }
        let found = await Bounded.value(within: .milliseconds(1_200)) {
            await BlockingThread.value("containers") {
                RunningContainer.named(container, within: Self.patience)
            } ?? nil
        }
        guard let running = found ?? nil else {
            return [
                Finding(
                    Self.step, .error, "no running container is called \(container)",
                    advice: "see docker ps, or podman ps; only root sees root's containers")
            ]
        }
        return await findings(of: running, name, isRight)
    }

    private func findings(
        of container: RunningContainer, _ name: String,
        _ isRight: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async -> [Finding] {
        let servers = container.servers()
        guard !servers.isEmpty else {
            return [
                Finding(
                    Self.step, .error, "\(container.name): its /etc/resolv.conf names no server",
                    advice: Self.advice(container))
            ]
        }
        return await Finding.ofAll(servers.prefix(Self.mostServers).enumerated()) { index, server in
            let answer = await Self.answer(container, server, name)
            return Self.finding(of: container, server, index, answer, isRight)
        }
    }

    private static func finding(
        of container: RunningContainer, _ server: SocketName, _ index: Int,
        _ answer: NameLookup.Answer, _ isRight: ([[UInt8]]) -> Bool
    ) -> Finding {
        let title = "\(container.name) asks \(AdminSettings.Place.address(server))"
        switch answer {
        case .success(let addresses) where isRight(addresses):
            return Finding(step, .ok, "\(title), which knows the name")
        case .success: return Finding(step, .error, "\(title), which has other addresses")
        case .failure(let failure):
            // Some resolvers ask the second and the third only where the first is silent.
            return Finding(
                step, index == 0 ? .error : .warning,
                "\(title), which does not know the name: \(failure.reason)",
                advice: advice(container))
        }
    }

    /// One line for all of them: those that do not find the name are named.
    private func allContainers(
        _ name: String, _ isRight: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async -> [Finding] {
        let containers = await Bounded.value(within: .milliseconds(1_200)) {
            await BlockingThread.value("containers") {
                RunningContainer.all(limit: Self.mostContainers, within: Self.patience)
            } ?? []
        }
        guard let containers, !containers.isEmpty else { return [] }
        let lost = await withTaskGroup(of: String?.self) { group in
            for container in containers {
                group.addTask {
                    guard let server = container.servers().first else { return container.name }
                    let answer = await Self.answer(container, server, name)
                    guard case .success(let addresses) = answer, isRight(addresses) else {
                        return container.name
                    }
                    return nil
                }
            }
            var lost: [String] = []
            for await case let name? in group { lost.append(name) }
            return lost.sorted()
        }
        let total = containers.count
        guard !lost.isEmpty else {
            return [Finding(Self.step, .ok, "all \(total) running containers find the name")]
        }
        return [
            Finding(
                Self.step, .warning,
                "\(lost.count) of \(total) running containers do not find the name: "
                    + lost.prefix(8).joined(separator: ", ") + (lost.count > 8 ? ", …" : ""),
                advice: "see my-docker-network doctor --container \(lost[0])")
        ]
    }

    private static func answer(
        _ container: RunningContainer, _ server: SocketName, _ name: String
    ) async -> NameLookup.Answer {
        await Bounded.value(within: patience) { await container.ask(server, name) }
            ?? .failure(NameLookup.Failure("no answer in time"))
    }

    private static func advice(_ container: RunningContainer) -> String {
        "let \(container.engine)'s containers ask our server (my-docker-network setup), and start this one "
            + "anew; a firewall that drops questions from its bridge looks the same"
    }
}

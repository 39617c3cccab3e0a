internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// The part of a diagnosis that asks at a bridge's address as a container would, also while none runs.
extension Diagnosis {
    private static let mostBridges = 8

    /// Resolves a registered name at each bridge where a server answers this machine.
    ///
    /// - Parameters:
    ///   - name: The whole name.
    ///   - isRight: Whether these are the name's addresses.
    /// - Returns: What a container would find; nothing of a bridge where nobody knows the name.
    func bridgeFindings(
        _ name: String, _ isRight: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async -> [Finding] {
        await Finding.ofAll(BridgeGuest.all().prefix(Self.mostBridges)) { guest in
            let here = await Bounded.value(within: .seconds(1)) {
                await NameQuestion.ask(guest.server, name)
            }
            guard case .success(let addresses)? = here, isRight(addresses) else { return nil }
            let answer = await Bounded.value(within: .seconds(2)) { await guest.ask(name) }
            return Self.finding(at: guest, answer ?? nil, isRight)
        }
    }

    private static func finding(
        at guest: BridgeGuest, _ answer: NameLookup.Answer?, _ isRight: ([[UInt8]]) -> Bool
    ) -> Finding {
        let title =
            "a container on \(guest.bridge) asks \(AdminSettings.Place.address(guest.server))"
        let reason: String
        switch answer {
        case .success(let addresses)? where isRight(addresses):
            return Finding("bridge", .ok, "\(title), which knows the name")
        case .success?: reason = "which has other addresses"
        case .failure(let failure)?: reason = "in vain: \(failure.reason)"
        case nil: return Finding("bridge", .warning, "\(title): that cannot be tried here")
        }
        return Finding(
            "bridge", .error, "\(title), \(reason)",
            advice: "the machine itself gets an answer there, so a firewall drops what comes from "
                + "the bridge: let UDP and TCP to port 53 in from \(guest.bridge) "
                + "(my-docker-network setup)")
    }
}

internal import DockerNetworkProgram
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkDnsmasq
internal import DockerNetworkNameServer
internal import DockerNetworkSinkComposition
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition

extension Diagnosis {
    /// An address that no machine has (RFC 5737).
    private static let probeAddress: [UInt8] = [192, 0, 2, 1]

    /// Registers a name for real, resolves it in each way that a user would, and withdraws it.
    func probeFindings() async -> [Finding] {
        guard let settings = probeTransport,
            let address = IPAddress(networkOrder: Self.probeAddress),
            let probe = NameProbe(
                at: address, in: configuration.domain, over: settings,
                receiptTimeout: .seconds(2))
        else { return [] }
        let hostname = probe.registration.hostname
        let start = ContinuousClock.now
        let failure = await announce(.up, probe, over: settings)
        let took = NumberText.milliseconds(start.duration(to: .now))
        let whole = hostname.qualified(in: configuration.domain)
        if let failure { return [failure] }
        let registered = Finding("probe", .ok, "\(whole) is registered after \(took) ms")
        async let containers = containerFindings(whole) { $0.contains(Self.probeAddress) }
        async let bridges = bridgeFindings(whole) { $0.contains(Self.probeAddress) }
        let answers = await resolve(hostname) + bridges + containers
        let withdrawal = await announce(.down, probe, over: settings)
        return [registered] + answers + (withdrawal.map { [$0] } ?? [])
    }

    /// The service's own socket, or else the first transport.
    private var probeTransport: TransportSettings? {
        announcing.first { $0.isLocal }
            ?? announcing.first
    }

    private func announce(
        _ kind: Announcement.Kind, _ probe: NameProbe, over settings: TransportSettings
    ) async -> Finding? {
        await probe.finding(
            kind, within: .milliseconds(kind == .up ? 2_500 : 1_000),
            refusal: "the service refuses it",
            silence: Finding(
                "probe", .error, "no answer to a name over \(settings.url) in time",
                advice: "see my-docker-network status: a sink may not be written"))
    }

    // MARK: - Resolving

    /// One way in which the name is asked for.
    private enum Way: Sendable {
        case server(SocketName, ofSink: String, name: String)
        case machine(name: String)
    }

    private func resolve(_ hostname: Hostname) async -> [Finding] {
        var ways: [Way] = []
        for sink in configuration.sinks where sink.names.contains(where: { $0.matches(hostname) }) {
            let name = hostname.qualified(in: sink.domain ?? configuration.domain)
            ways += Self.servers(of: sink).map { .server($0, ofSink: sink.kind, name: name) }
        }
        ways.append(.machine(name: hostname.qualified(in: configuration.domain)))
        return await Finding.ofAll(ways) { await Self.finding($0) }
    }

    /// Returns the servers of this machine that answer a sink's names.
    private static func servers(of sink: SinkSettings) -> [SocketName] {
        if let server = sink.dnsmasq?.server {
            return SocketName(address: server.address.networkOrder, port: server.port).map { [$0] }
                ?? []
        }
        return (sink.nameServer?.listen ?? []).flatMap { place -> [SocketName] in
            switch place {
            case .address(let address):
                let name = SocketName(address: address.address.networkOrder, port: address.port)
                return name.map { $0.isWildcard ? [] : [$0] } ?? []
            case .interface(let interface, let port):
                let names = InterfaceAddress.current().filter { $0.interface == interface }
                    .compactMap { $0.name?.isIPv4 == true ? $0.name : nil }
                return names.compactMap { SocketName(address: $0.address, port: port) }
            }
        }
    }

    private static func finding(_ way: Way) async -> Finding {
        let start = ContinuousClock.now
        let answer = await Bounded.value(within: .milliseconds(1_500)) {
            switch way {
            case .server(let server, _, let name): await NameQuestion.ask(server, name)
            case .machine(let name): await NameQuestion.askMachine(name)
            }
        }
        let took = NumberText.milliseconds(start.duration(to: .now))
        let reason: String
        switch answer {
        case .success(let addresses)? where addresses.contains(probeAddress):
            return Finding("resolve", .ok, "\(description(way)) answers after \(took) ms")
        case .success?: reason = "it has other addresses"
        case .failure(let failure)?: reason = failure.reason
        case nil: reason = "no answer in time"
        }
        return Finding(
            "resolve", .error, "\(description(way)) does not know the name: \(reason)",
            advice: advice(way))
    }

    private static func description(_ way: Way) -> String {
        switch way {
        case .server(let server, let sink, _):
            "the sink \(sink) at \(AdminSettings.Place.address(server))"
        case .machine: "this machine (getaddrinfo)"
        }
    }

    private static func advice(_ way: Way) -> String {
        switch way {
        case .server:
            "see that it runs and reads what the service writes: my-docker-network status"
        case .machine:
            "let the machine's resolver ask: my-docker-network setup; by hand, see "
                + "my-docker-network print-config systemd-resolved, networkmanager or resolv.conf"
        }
    }
}

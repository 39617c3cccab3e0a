internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition
internal import DockerNetwork
internal import DockerNetworkSystem

/// Tries the container's side of a name's path; all of it takes 10 seconds at most.
struct EmitterDiagnosis: Sendable {
    private let configuration: Configuration
    /// Whether nobody said where to announce.
    private let isDefaultURL: Bool

    init(_ configuration: Configuration, isDefaultURL: Bool) {
        self.configuration = configuration
        self.isDefaultURL = isDefaultURL
    }

    /// Goes through all steps.
    func run() async -> [Finding] {
        var findings = configurationFindings()
        let registrations: [Registration]
        do throws(ToolError) {
            registrations = try configuration.registrations()
        } catch {
            return findings + [Finding("address", .error, error.message)]
        }
        let announced = registrations.map(\.description).joined(separator: ", ")
        findings.append(Finding("address", .ok, "announces \(announced)"))
        let transports = await transportFindings()
        findings += transports.findings
        guard let settings = transports.first, let address = registrations.first?.address else {
            return findings
        }
        return findings + (await probe(over: settings, address))
    }

    private func configurationFindings() -> [Finding] {
        let urls = configuration.transports.map { "\($0.url)" }.joined(separator: ", ")
        let first =
            isDefaultURL
            ? Finding(
                "configuration", .warning, "no URL was set; it tries \(urls)",
                advice: "set MY_DOCKER_NETWORK_URL")
            : Finding("configuration", .ok, "announces over \(urls)")
        return [first]
            + configuration.warnings.map { Finding("configuration", .warning, $0) }
    }

    // MARK: - Transports

    /// Connects to each; the first that can be used takes the probe.
    private func transportFindings() async -> (findings: [Finding], first: TransportSettings?) {
        let transports = configuration.transports.filter { $0.canAnnounce }
        var findings: [Finding] = []
        var first: TransportSettings?
        // Of a list that fails over one suffices.
        for settings in transports.prefix(2) {
            let failure = await Bounded.value(within: .milliseconds(1_500)) {
                await NameProbe.connectionFailure(of: settings)
            }
            switch failure {
            case .some(nil):
                findings.append(Finding("transport", .ok, "\(settings.url): connected"))
                first = first ?? settings
            case .some(let error?):
                findings.append(Finding("transport", .error, error.message))
            case nil:
                findings.append(
                    Finding(
                        "transport", .error, "\(settings.url): no answer in time",
                        advice: "see that it runs, and that no firewall drops the connection"))
            }
        }
        guard first != nil else { return (findings, nil) }
        let weaker = findings.map { finding in
            var finding = finding
            if finding.grade == .error { finding.grade = .warning }
            return finding
        }
        return (weaker, first)
    }

    // MARK: - Probe

    private func probe(over settings: TransportSettings, _ address: IPAddress) async -> [Finding] {
        let probe = NameProbe(
            at: address, in: configuration.domain, over: settings,
            receiptTimeout: .milliseconds(1_500))
        guard let probe else { return [] }
        let whole = probe.registration.hostname.qualified(in: configuration.domain)
        if let failure = await announce(.up, probe) { return [failure] }
        let resolved = await Bounded.value(within: .seconds(2)) {
            await BlockingThread.value("name lookup") { NameLookup.addresses(of: whole) }
                ?? .failure(NameLookup.Failure("no thread is left"))
        }
        _ = await announce(.down, probe)
        let registered = Finding("probe", .ok, "\(whole) is registered")
        let advice =
            "let this container ask the server that has the names: --dns, or my-docker-network setup on the host"
        switch resolved ?? .failure(NameLookup.Failure("no answer in time")) {
        case .success(let addresses) where addresses.contains(address.networkOrder):
            return [registered, Finding("resolve", .ok, "this container resolves it")]
        case .success:
            return [
                registered,
                Finding("resolve", .error, "this container finds other addresses", advice: advice),
            ]
        case .failure(let failure):
            let fact = "this container does not resolve it: \(failure.reason)"
            return [registered, Finding("resolve", .error, fact, advice: advice)]
        }
    }

    private func announce(_ kind: Announcement.Kind, _ probe: NameProbe) async -> Finding? {
        await probe.finding(
            kind, within: .seconds(kind == .up ? 2 : 1),
            refusal: "the host refuses a name of doctor's own",
            silence: Finding("probe", .error, "no host answered in time"))
    }
}

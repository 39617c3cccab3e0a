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
    /// A name whose withdrawal is lost goes with it.
    private static let probeLease = Lease(seconds: 10)

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
        let transports = configuration.transports.filter { !$0.url.isEngine }
        var findings: [Finding] = []
        var first: TransportSettings?
        // Of a list that fails over one suffices.
        for settings in transports.prefix(2) {
            let failure = await Bounded.value(within: .milliseconds(1_500)) {
                await Self.failure(of: settings)
            }
            switch failure {
            case .some(nil):
                findings.append(Finding("transport", .ok, "\(settings.url): connected"))
                first = first ?? settings
            case .some(let message?):
                findings.append(Finding("transport", .error, message))
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

    private static func failure(of settings: TransportSettings) async -> String? {
        do {
            let transport = try Composition.transport(settings)
            await (try transport.openPublisher(PublisherOptions())).close()
            return nil
        } catch let error as TransportError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    // MARK: - Probe

    private func probe(over settings: TransportSettings, _ address: IPAddress) async -> [Finding] {
        let name = "doctor-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        guard let hostname = try? Hostname(name, in: configuration.domain),
            let registration = try? Registration(hostname: hostname, address: address)
        else { return [] }
        let whole = hostname.qualified(in: configuration.domain)
        if let failure = await announce(.up, registration, over: settings) { return [failure] }
        let resolved = await Bounded.value(within: .seconds(2)) { await Self.lookup(whole) }
        _ = await announce(.down, registration, over: settings)
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

    private func announce(
        _ kind: Announcement.Kind, _ registration: Registration, over settings: TransportSettings
    ) async -> Finding? {
        let limit = Duration.seconds(kind == .up ? 2 : 1)
        let failure = await Bounded.value(within: limit) { () async -> Finding? in
            do {
                let transport = try Composition.transport(settings)
                let hears = transport.capabilities.contains(.receipts)
                try await OneShot(
                    transport: transport, noHostTimeout: .zero,
                    receiptTimeout: hears ? .milliseconds(1_500) : nil
                ).announce([Announcement(kind, registration, lease: Self.probeLease)])
                return nil
            } catch let failure as OneShot.Failure {
                return Self.finding(failure)
            } catch {
                return Finding("probe", .error, "\(error)")
            }
        }
        return failure ?? Finding("probe", .error, "no host answered in time")
    }

    private static func finding(_ failure: OneShot.Failure) -> Finding {
        switch failure {
        case .transport(let error): Finding("probe", .error, error.message)
        case .refused(let refused):
            Finding(
                "probe", .warning,
                "the host refuses a name of doctor's own, so nothing more can be tried: "
                    + (refused.first?.reason ?? "no reason given"))
        case .unmet(let unmet):
            Finding("probe", .error, unmet.first?.reason ?? "it is registered, but not written")
        }
    }

    private static func lookup(_ name: String) async -> Result<[[UInt8]], NameLookup.Failure> {
        await withCheckedContinuation { continuation in
            let isStarted = DetachedThread.start("name lookup") {
                continuation.resume(returning: NameLookup.addresses(of: name))
            }
            if !isStarted {
                continuation.resume(returning: .failure(NameLookup.Failure("no thread is left")))
            }
        }
    }
}

internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// The part of a diagnosis that asks the running service about itself.
extension Diagnosis {
    private static let step = "service"
    /// So many kinds of refusals are told.
    private static let mostRefusals = 8

    func serviceFindings() async -> [Finding] {
        let client = AdminClient(configuration.admin)
        let answer = await Bounded.value(within: .seconds(1)) {
            () async -> Result<(status: Int, body: String), ToolError> in
            do throws(ToolError) {
                return .success(try await client.answer("/v1/summary"))
            } catch {
                return .failure(error)
            }
        }
        switch answer {
        case nil:
            return [
                Finding(
                    Self.step, .error, "it does not answer within a second",
                    advice: "look at its log; restart it if it goes on so")
            ]
        case .failure(let error)?: return [Finding(Self.step, .error, error.message)]
        case .success(let page)?:
            guard page.status == 200, let summary = ServiceSummary(page.body) else {
                return [Self.anotherVersion("another version than \(ProgramVersion.text)")]
            }
            return Self.findings(of: summary)
        }
    }

    private static func findings(of summary: ServiceSummary) -> [Finding] {
        let isConnected = summary.transports.contains(where: \.connected)
        return [version(summary.service.version)]
            + summary.transports.map { finding(of: $0, isOnlyWay: !isConnected) }
            + summary.sinks.map(finding) + findings(of: summary.refusals)
    }

    private static func version(_ running: String) -> Finding {
        guard running != ProgramVersion.text else {
            return Finding(step, .ok, "runs, version \(running)")
        }
        return anotherVersion("version \(running), and this is \(ProgramVersion.text)")
    }

    private static func anotherVersion(_ what: String) -> Finding {
        Finding(
            step, .warning, "runs \(what)",
            advice: "restart it: systemctl restart my-docker-network")
    }

    /// A probe that came back has been published, routed by the binding, and received.
    private static func finding(
        of transport: ServiceSummary.Transport, isOnlyWay: Bool
    ) -> Finding {
        guard transport.connected else {
            return Finding(
                step, isOnlyWay ? .error : .warning,
                "not connected: \(transport.lastError?.message ?? transport.name)")
        }
        guard transport.hearing else {
            return Finding(
                step, .warning, "\(transport.name): connected, but its own probe has not come back",
                advice: "leases stand still until one does; look at the broker, its bindings and "
                    + "its load")
        }
        let lag = transport.lagMs.map { ": its own probe came back after \($0) ms" } ?? ""
        return Finding(step, .ok, "hears \(transport.name)\(lag)")
    }

    private static func finding(of sink: ServiceSummary.Sink) -> Finding {
        guard !sink.current else { return Finding("sink", .ok, "\(sink.name): equals the table") }
        let reason = sink.lastError?.message ?? "not written yet"
        let pending = sink.pending.map { "\($0) changes" } ?? "everything"
        return Finding(
            "sink", sink.required ? .error : .warning,
            "\(sink.name): \(pending) to be written: \(reason)")
    }

    // MARK: - Refusals

    private static func findings(of refusals: [ServiceSummary.Refusal]) -> [Finding] {
        let latest = refusals.sorted { $0.last > $1.last }
        let told = latest.prefix(mostRefusals).map { refusal in
            Finding(
                "refusals", .warning,
                "\(refusal.count) of \(refusal.user) (\(refusal.cause)), the last at "
                    + "\(refusal.last): \(refusal.message)",
                advice: advice(refusal.cause))
        }
        guard latest.count > mostRefusals else { return told }
        let more = latest.count - mostRefusals
        return told + [
            Finding(
                "refusals", .warning, "\(more) more kinds of refusals",
                advice: "see my-docker-network status --json")
        ]
    }

    private static func advice(_ cause: String) -> String? {
        switch cause {
        case "name-held":
            "two containers want one name: rename one, or let both have it with [policy] "
                + "conflicts = \"all\""
        case "started-ahead": "set the clocks by NTP, on the machine of that sender and on this one"
        default: nil
        }
    }
}

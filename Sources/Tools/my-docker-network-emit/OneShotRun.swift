internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition
internal import Logging

/// The run of `up` and `down`.
struct OneShotRun {
    let kind: Announcement.Kind
    let options: CommonOptions
    let oneShot: OneShotOptions
    let lease: Lease?

    /// Announces, and returns when the broker, or with `--wait` a host, has confirmed it.
    func run() async throws(ToolError) {
        let started = ContinuousClock.now
        let timeout = try OptionValues.time(oneShot.timeout, "--timeout")
        let noHostTimeout = try OptionValues.time(oneShot.noHostTimeout, "--no-host-timeout")
        let origin = try oneShot.origin()
        var configuration = try options.load()
        let logger = ToolLogger.make(.emitter, configuration, default: .error)
        // What a transport tries is nobody's concern if it succeeds; what is unwise is.
        let adviser = ToolLogger.make(.emitter, configuration, default: .warning)
        let warnings = try Composition.readPasswords(of: &configuration)
        for warning in configuration.warnings + warnings { adviser.warning("\(warning)") }
        let announcements = try configuration.registrations().map {
            Announcement(kind, $0, origin: origin, lease: lease)
        }
        let transport = try Composition.transport(of: configuration, logger: logger)
        let shot = OneShot(
            transport: transport, noHostTimeout: noHostTimeout ?? .seconds(3),
            receiptTimeout: oneShot.wait ? timeout ?? .seconds(30) : nil)
        let limit = oneShot.wait ? timeout ?? .seconds(30) : timeout
        let applied = try await announce(
            announcements, by: shot, within: limit, at: transport.endpoint)
        guard oneShot.wait else { return }
        let report = AppliedReport(
            kind: kind, domain: configuration.domain, duration: started.duration(to: .now))
        StandardOutput.write(report.lines(announcements, applied).map { $0 + "\n" }.joined())
    }

    private func announce(
        _ announcements: [Announcement], by shot: OneShot, within limit: Duration?,
        at endpoint: String
    ) async throws(ToolError) -> [OneShot.Applied] {
        guard let limit else {
            return try Self.applied(await Self.result(of: shot, announcing: announcements))
        }
        // Connecting counts too; the one-shot's own words, where it has any, come first.
        let grace = Duration.milliseconds(oneShot.wait ? 250 : 0)
        let end = await withDeadline(after: limit + grace, on: LoopClock()) {
            await Self.result(of: shot, announcing: announcements)
        }
        guard let end else {
            throw ToolError(
                .timedOut,
                "\(endpoint): not done within \(TimeText.text(limit)); "
                    + "try again, or allow more with --timeout")
        }
        return try Self.applied(end)
    }

    private static func result(
        of shot: OneShot, announcing announcements: [Announcement]
    ) async -> Result<[OneShot.Applied], OneShot.Failure> {
        do throws(OneShot.Failure) {
            return .success(try await shot.announce(announcements))
        } catch {
            return .failure(error)
        }
    }

    private static func applied(
        _ result: Result<[OneShot.Applied], OneShot.Failure>
    ) throws(ToolError) -> [OneShot.Applied] {
        switch result {
        case .success(let applied): return applied
        case .failure(let failure): throw toolError(failure)
        }
    }

    /// Returns the error that ends the program; of several refusals each has its line.
    private static func toolError(_ failure: OneShot.Failure) -> ToolError {
        switch failure {
        case .transport(let error): return ToolError(error)
        case .refused(let refused):
            return toolError(.refused, refused) { refusal in
                let by = refusal.hostName.map { "the host \(Printable.quoted($0))" } ?? "the broker"
                return "\(refusal.registration): refused by \(by): \(refusal.reason)"
            }
        case .unmet(let unmet):
            return toolError(.timedOut, unmet) { refusal in
                let host = Printable.quoted(refusal.hostName ?? "")
                return
                    "\(refusal.registration): the host \(host) has it, but it does not lead there: "
                    + refusal.reason
            }
        }
    }

    private static func toolError(
        _ status: ExitStatus, _ refused: [OneShot.Refused], _ line: (OneShot.Refused) -> String
    ) -> ToolError {
        let lines = refused.map(line)
        for line in lines.dropLast() { StandardError.write(ProgramEnd.line(.emitter, line)) }
        return ToolError(status, lines.last ?? "refused")
    }
}

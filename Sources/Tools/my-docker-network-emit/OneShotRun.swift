internal import DockerNetwork
internal import DockerNetworkComposition
internal import Logging

/// What `up` and `down` do.
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
        let origin = try OptionValues.origin(ofInstance: oneShot.instance)
        let configuration = try options.load()
        let logger = ToolLogger.make(.emitter, configuration, default: .error)
        try Composition.warn(of: configuration, logger: logger)
        let announcements = try configuration.registrations().map {
            Announcement(kind, $0, origin: origin, lease: lease)
        }
        let transport = try Composition.transport(of: configuration, logger: logger)
        let shot = OneShot(
            transport: transport, noHostTimeout: noHostTimeout ?? .seconds(3),
            receiptTimeout: oneShot.wait ? timeout ?? .seconds(30) : nil)
        let limit = oneShot.wait ? timeout ?? .seconds(30) : timeout
        try await announce(announcements, by: shot, within: limit, at: transport.endpoint)
        guard oneShot.wait else { return }
        let duration = started.duration(to: .now)
        StandardOutput.write(report(announcements, duration, domain: configuration.domain) + "\n")
    }

    private func announce(
        _ announcements: [Announcement], by shot: OneShot, within limit: Duration?,
        at endpoint: String
    ) async throws(ToolError) {
        guard let limit else {
            guard let failure = await Self.failure(of: shot, announcing: announcements) else {
                return
            }
            throw Self.toolError(failure)
        }
        // Connecting counts too; the one-shot's own words, where it has any, come first.
        let grace = Duration.milliseconds(oneShot.wait ? 250 : 0)
        let end = await withTaskGroup(of: End.self) { group in
            group.addTask { .ended(await Self.failure(of: shot, announcing: announcements)) }
            group.addTask {
                try? await Task.sleep(for: limit + grace)
                return .timedOut
            }
            let first = await group.next() ?? .timedOut
            group.cancelAll()
            return first
        }
        switch end {
        case .ended(nil): return
        case .ended(let failure?): throw Self.toolError(failure)
        case .timedOut:
            throw ToolError(
                .timedOut,
                "\(endpoint): not done within \(TimeText.text(limit)); "
                    + "try again, or allow more with --timeout")
        }
    }

    /// What a host has done, and how long that took: `web.docker resolves after 4.2 ms`.
    private func report(
        _ announcements: [Announcement], _ duration: Duration, domain: Domain
    ) -> String {
        var names: [String] = []
        for announcement in announcements {
            let name = announcement.registration.hostname.qualified(in: domain)
            if !names.contains(name) { names.append(name) }
        }
        let verb =
            switch kind {
            case .up: names.count == 1 ? "resolves" : "resolve"
            case .down: names.count == 1 ? "is withdrawn" : "are withdrawn"
            }
        return "\(names.joined(separator: ", ")) \(verb) after \(TimeText.measured(duration))"
    }

    private enum End: Sendable {
        case ended(OneShot.Failure?)
        case timedOut
    }

    private static func failure(
        of shot: OneShot, announcing announcements: [Announcement]
    ) async -> OneShot.Failure? {
        do throws(OneShot.Failure) {
            try await shot.announce(announcements)
            return nil
        } catch {
            return error
        }
    }

    /// Of several refusals each has its line; the last one ends the program.
    private static func toolError(_ failure: OneShot.Failure) -> ToolError {
        switch failure {
        case .transport(let error): return ToolError(error)
        case .refused(let refused):
            let lines = refused.map { refusal in
                let by = refusal.hostName.map { "the host \(Printable.quoted($0))" } ?? "the broker"
                return "\(refusal.registration): refused by \(by): \(refusal.reason)"
            }
            for line in lines.dropLast() { StandardError.write(ProgramEnd.line(.emitter, line)) }
            return ToolError(.refused, lines.last ?? "refused")
        }
    }
}

internal import DockerNetwork
internal import DockerNetworkProgram

/// The routes that the server answers.
struct AdminRoutes: Sendable {
    /// The answer to a request.
    enum Answer: Sendable {
        case response(HTTPResponse)
        /// A page that takes long where there are many names.
        case large(LargePage)
        /// A stream of changes, as JSON or as text.
        case changes(isText: Bool)
    }

    /// A page with every name.
    enum LargePage: Hashable, Sendable {
        case status(isText: Bool)
        case names
    }

    let service: HostService
    let metrics: PrometheusMetrics

    private static let index = """
        my-docker-network \(ProgramVersion.text)
        /v1/status   transports, sinks, names, refusals
        /v1/summary  the same without the names
        /v1/names    every name
        /v1/events   every change as it happens (server-sent events)
        /metrics     for Prometheus
        /livez       whether the service goes on
        /readyz      whether a transport is connected and the required sinks are current
        """

    /// Answers a request.
    func answer(_ request: HTTPRequest) -> Answer {
        switch request.path {
        case "/": .response(Self.start(request))
        case "/v1/status": .large(.status(isText: request.wantsText))
        case "/v1/summary": .response(summary())
        case "/v1/names": .large(.names)
        case "/v1/events": .changes(isText: request.wantsText)
        case "/metrics": .response(metricsText())
        case "/livez": .response(life())
        case "/readyz": .response(readiness())
        default: .response(HTTPResponse(.notFound, "there is no such page; see /"))
        }
    }

    private static func start(_ request: HTTPRequest) -> HTTPResponse {
        request.wantsPage
            ? HTTPResponse(.ok, .html, StatusPage.html) : HTTPResponse(.ok, index)
    }

    /// Makes a page with every name.
    func response(for page: LargePage) -> HTTPResponse {
        switch page {
        case .status(let isText): status(isText: isText)
        case .names: names()
        }
    }

    /// The answer if the engine does not take its turn.
    static let stuck = HTTPResponse(.unavailable, "the service does not answer")

    private func status(includesNames: Bool) -> HostStatus? {
        EngineCall.wait { [service] in await service.status(includesNames: includesNames) }
    }

    private func status(isText: Bool) -> HTTPResponse {
        guard let status = status(includesNames: true) else { return Self.stuck }
        return isText
            ? HTTPResponse(.ok, .text, StatusText.text(status))
            : HTTPResponse(.ok, .json, StatusJSON.text(status))
    }

    private func summary() -> HTTPResponse {
        guard let status = status(includesNames: false) else { return Self.stuck }
        return HTTPResponse(.ok, .json, StatusJSON.text(status))
    }

    private func names() -> HTTPResponse {
        guard let status = status(includesNames: true) else { return Self.stuck }
        return HTTPResponse(.ok, .json, StatusJSON.names(of: status) + "\n")
    }

    private func metricsText() -> HTTPResponse {
        guard let status = status(includesNames: false) else { return Self.stuck }
        return HTTPResponse(.ok, .metrics, MetricsText.text(status, metrics.samples()))
    }

    private func life() -> HTTPResponse {
        let isAlive: Void? = EngineCall.wait { [service] in await service.takeTurn() }
        return isAlive == nil ? Self.stuck : HTTPResponse(.ok, "alive")
    }

    private func readiness() -> HTTPResponse {
        guard let status = status(includesNames: false) else { return Self.stuck }
        return status.isReady
            ? HTTPResponse(.ok, "ready")
            : HTTPResponse(.unavailable, Self.reasons(status).joined(separator: "\n"))
    }

    private static func reasons(_ status: HostStatus) -> [String] {
        var reasons: [String] = []
        if !status.transports.contains(where: { $0.connectedSince != nil }) {
            reasons += status.transports.map { transport in
                "not connected: " + PlainLine.text(transport.lastFailure?.message ?? transport.name)
            }
        }
        for sink in status.sinks where sink.isRequired && !sink.isCurrent {
            reasons.append(
                "not written: \(PlainLine.text(sink.name)): "
                    + PlainLine.text(sink.lastFailure?.message ?? "not yet"))
        }
        return reasons
    }
}

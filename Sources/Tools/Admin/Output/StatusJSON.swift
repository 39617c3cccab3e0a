internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// A status as JSON; docs/status.md says what each member means.
enum StatusJSON {
    private typealias Members = [(name: String, value: String)]

    /// The whole status.
    static func text(_ status: HostStatus) -> String {
        JSONText.object([
            ("service", service(status)),
            ("transports", array(status.transports.map(transport))),
            ("sinks", array(status.sinks.map(sink))),
            ("names", names(of: status)),
            ("refusals", array(status.refusals.map(refusal))),
            ("talkers", array(status.talkers.map(talker))),
        ]) + "\n"
    }

    /// The names alone, by hostname and address.
    static func names(of status: HostStatus) -> String {
        let sorted = status.names.sorted { $0.entry.registration < $1.entry.registration }
        return array(sorted.map { object(name($0, in: status.domain)) })
    }

    private static func array(_ elements: [String]) -> String {
        guard !elements.isEmpty else { return "[]" }
        return "[\n" + elements.joined(separator: ",\n") + "]"
    }

    private static func array(_ elements: [Members]) -> String {
        array(elements.map { object($0) })
    }

    private static func object(_ members: Members) -> String {
        JSONText.object(members)
    }

    private static func service(_ status: HostStatus) -> String {
        object([
            ("version", JSONText.string(ProgramVersion.text)),
            ("host", JSONText.string(status.hostName)),
            ("domain", JSONText.string(status.domain.name)),
            ("since", time(status.started)),
            ("time", time(status.time)),
            ("ready", String(status.isReady)),
            ("name_count", String(status.nameCount)),
        ])
    }

    private static func transport(_ transport: HostStatus.Transport) -> Members {
        [
            ("name", JSONText.string(transport.name)),
            ("connected", String(transport.connectedSince != nil)),
            ("connected_since", transport.connectedSince.map(time) ?? "null"),
            ("endpoint", transport.endpointInUse.map(JSONText.string) ?? "null"),
            ("hearing", String(transport.isHearing)),
            ("lag_ms", transport.lag.map(NumberText.milliseconds) ?? "null"),
            ("received", String(transport.received)),
            ("last_error", failure(transport.lastFailure)),
        ]
    }

    private static func sink(_ sink: HostStatus.Sink) -> Members {
        [
            ("name", JSONText.string(sink.name)),
            ("required", String(sink.isRequired)),
            ("current", String(sink.isCurrent)),
            ("pending", sink.pending.map { String($0) } ?? "null"),
            ("last_success", sink.lastSuccess.map(time) ?? "null"),
            ("last_error", failure(sink.lastFailure)),
        ]
    }

    private static func name(_ name: HostStatus.Name, in domain: Domain) -> Members {
        let registration = name.entry.registration
        var members: Members = [
            ("name", JSONText.string(registration.hostname.qualified(in: domain))),
            ("hostname", JSONText.string(registration.hostname.name)),
            ("address", JSONText.string(registration.address.description)),
            ("since", time(name.since)),
        ]
        if let holder = name.entry.holder {
            members.append(("instance", JSONText.string(holder.instance.description)))
            members.append(("started", String(holder.started)))
        }
        if let user = name.user { members.append(("user", JSONText.string(user))) }
        if let lease = name.entry.lease { members.append(("lease", String(lease.seconds))) }
        if let left = name.leaseLeft {
            members.append(("lease_left", NumberText.seconds(left, digits: 1)))
        }
        return members
    }

    private static func refusal(_ refusal: HostStatus.Refusal) -> Members {
        [
            ("cause", JSONText.string(refusal.cause)),
            ("user", JSONText.string(refusal.user)),
            ("count", String(refusal.count)),
            ("last", time(refusal.last.time)),
            ("message", JSONText.string(refusal.last.message)),
        ]
    }

    private static func talker(_ talker: HostStatus.Talker) -> Members {
        [("sender", JSONText.string(talker.name)), ("messages", String(talker.messages))]
    }

    private static func failure(_ failure: HostStatus.Failure?) -> String {
        guard let failure else { return "null" }
        return object([
            ("message", JSONText.string(failure.message)), ("time", time(failure.time)),
        ])
    }

    /// A time as RFC 3339 with milliseconds.
    static func time(_ milliseconds: Int64) -> String {
        JSONText.string(UTCTime.text(microseconds: milliseconds * 1_000))
    }
}

internal import DockerNetwork
internal import DockerNetworkProgram

/// An event of a stream of changes, as server-sent events of JSON or of plain text.
struct ChangeEvent {
    let domain: Domain
    let isText: Bool

    /// The first event: from here on every change is told.
    func start(names: Int) -> String {
        event(
            "start", json: [("name_count", String(names))],
            text: "\(NumberText.grouped(names)) names; from now on every change")
    }

    /// Changes that came faster than the client read.
    func lost(_ count: Int) -> String {
        event(
            "lost", json: [("count", String(count))],
            text: "\(NumberText.grouped(count)) changes came too fast and are not shown")
    }

    /// One change.
    func change(_ change: HostChange) -> String {
        event(change.cause.rawValue, json: members(of: change), text: line(change))
    }

    private func event(
        _ name: String, json: [(name: String, value: String)], text: String
    ) -> String {
        let members = [("event", JSONText.string(name))] + json
        let data = isText ? PlainLine.text(text) : JSONText.object(members)
        return "event: \(name)\ndata: \(data)\n\n"
    }

    private func members(of change: HostChange) -> [(name: String, value: String)] {
        let registration = change.registration
        var members: [(name: String, value: String)] = [
            ("time", StatusJSON.time(change.time)),
            ("change", JSONText.string(change.entry == nil ? "down" : "up")),
            ("name", JSONText.string(registration.hostname.qualified(in: domain))),
            ("hostname", JSONText.string(registration.hostname.name)),
            ("address", JSONText.string(registration.address.description)),
            ("sender", change.sender.map(JSONText.string) ?? "null"),
        ]
        if let holder = change.entry?.holder {
            members.append(("instance", JSONText.string(holder.instance.description)))
        }
        if let lease = change.entry?.lease { members.append(("lease", String(lease.seconds))) }
        members.append(("took_ms", change.took.map(NumberText.milliseconds) ?? "null"))
        let sinks = change.waitsFor.map(JSONText.string).joined(separator: ", ")
        members.append(("waits_for", "[\(sinks)]"))
        return members
    }

    /// `04:55:12.123 + web.docker 172.17.0.2 announced by alice, 1.23 ms`.
    private func line(_ change: HostChange) -> String {
        let time = UTCTime.text(microseconds: change.time * 1_000).dropFirst(11).dropLast()
        let sign = change.entry == nil ? "-" : "+"
        let name = change.registration.hostname.qualified(in: domain)
        let sender = change.sender.map { " by \($0)" } ?? ""
        let took =
            change.took.map { ", \(NumberText.milliseconds($0)) ms" }
            ?? (change.waitsFor.isEmpty
                ? "" : ", waits for \(change.waitsFor.joined(separator: " and "))")
        return "\(time) \(sign) \(name) \(change.registration.address) "
            + "\(change.cause.rawValue)\(sender)\(took)"
    }
}

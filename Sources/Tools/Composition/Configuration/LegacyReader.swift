/// Reads the configuration of 2014, /etc/default/my-docker-network.
struct LegacyReader {
    let program: Program
    let path: String

    private static let names = ["start", "username", "password", "hostname", "vhost_name"]

    /// Reads the file's bytes.
    ///
    /// - Throws: `ToolError` (78) with file, line and name.
    func read(_ bytes: [UInt8]) throws(ToolError) -> Configuration {
        let assignments: [String: ShellAssignments.Assignment]
        do {
            assignments = try ShellAssignments(bytes).assignments
        } catch {
            throw .configuration("\(path):\(error.line)", "the line \(error.message)")
        }
        for name in assignments.keys.sorted() where !Self.names.contains(name) {
            let nearest = EditDistance.nearest(to: name, among: Self.names) ?? ""
            throw .configuration(
                location(assignments[name]),
                "unknown setting \(Printable.quoted(name)); did you mean '\(nearest)'?")
        }
        var configuration = Configuration(defaultsFor: program)
        configuration.file = path
        configuration.sinks = [SinkSettings(mode: .file)]
        configuration.isStartWanted = try start(assignments["start"])
        configuration.transports = [try transport(assignments)]
        return configuration
    }

    private func start(_ assignment: ShellAssignments.Assignment?) throws(ToolError) -> Bool {
        switch assignment?.value.reveal() {
        case nil, "1": return true
        case "0": return false
        default: throw .configuration(location(assignment), "start must be 0 or 1")
        }
    }

    private func transport(
        _ assignments: [String: ShellAssignments.Assignment]
    ) throws(ToolError) -> TransportSettings {
        let hostText = assignments["hostname"]?.value.reveal() ?? "localhost"
        guard let host = EndpointURL.host(hostText) else {
            throw .configuration(
                location(assignments["hostname"]), "hostname must be the broker's name or address")
        }
        let user = try amqpText("username", assignments) ?? "guest"
        let virtualHost = try amqpText("vhost_name", assignments) ?? "/"
        var settings = TransportSettings(
            url: EndpointURL(
                scheme: "amqp", user: user, host: host, port: 5672, virtualHost: virtualHost))
        if let password = assignments["password"] { settings.password = .value(password.value) }
        return settings
    }

    /// A text that AMQP takes as a short string (section 4.2.5.3).
    private func amqpText(
        _ name: String, _ assignments: [String: ShellAssignments.Assignment]
    ) throws(ToolError) -> String? {
        guard let assignment = assignments[name] else { return nil }
        let text = assignment.value.reveal()
        guard (1...255).contains(text.utf8.count) else {
            throw .configuration(location(assignment), "\(name) must have 1 to 255 bytes")
        }
        return text
    }

    private func location(_ assignment: ShellAssignments.Assignment?) -> String {
        assignment.map { "\(path):\($0.line)" } ?? path
    }
}

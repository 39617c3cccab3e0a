/// Reads the configuration of 2014, /etc/default/my-docker-network.
struct LegacyReader {
    let program: Program
    let path: String

    private static let names = ["start", "username", "password", "hostname", "vhost_name"]

    /// Reads the file's bytes; what it does not know there it warns of and ignores.
    ///
    /// - Throws: `ToolError` (78) with file, line and name.
    func read(_ bytes: [UInt8]) throws(ToolError) -> Configuration {
        let shell: ShellAssignments
        do {
            shell = try ShellAssignments(Self.withUnixLineEnds(bytes), knowing: Self.names)
        } catch {
            throw .configuration("\(path):\(error.line)", "the line \(error.message)")
        }
        let assignments = shell.assignments
        var configuration = Configuration(defaultsFor: program)
        configuration.file = path
        configuration.warnings = warnings(of: shell)
        configuration.sinks = [SinkSettings(mode: .file)]
        configuration.emit.addresses = EmitSettings.formerAddresses
        configuration.emit.addressesSource = path
        configuration.isStartWanted = !["", "0"].contains(
            assignments["start"]?.value.reveal() ?? "")
        configuration.transports = [try transport(assignments)]
        return configuration
    }

    /// The lines that are ignored, in their order.
    private func warnings(of shell: ShellAssignments) -> [String] {
        var warnings = shell.skipped.map { ($0.line, "the line \($0.message)") }
        for (name, assignment) in shell.assignments where !Self.names.contains(name) {
            let nearest = EditDistance.nearest(to: name, among: Self.names) ?? ""
            warnings.append(
                (
                    assignment.line,
                    "unknown setting \(Printable.quoted(name)); did you mean '\(nearest)'?"
                ))
        }
        return warnings.sorted { $0 < $1 }.map { "\(path):\($0.0): ignored: \($0.1)" }
    }

    /// The bytes without the carriage returns at the ends of lines.
    private static func withUnixLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == UInt8(ascii: "\n"), result.last == UInt8(ascii: "\r") { result.removeLast() }
            result.append(byte)
        }
        if result.last == UInt8(ascii: "\r") { result.removeLast() }
        return result
    }

    private func transport(
        _ assignments: [String: ShellAssignments.Assignment]
    ) throws(ToolError) -> TransportSettings {
        let hostText = assignments["hostname"]?.value.reveal() ?? "localhost"
        guard let host = EndpointURL.host(hostText) else {
            throw .configuration(
                location(assignments["hostname"]),
                "hostname must be the broker's name or address")
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

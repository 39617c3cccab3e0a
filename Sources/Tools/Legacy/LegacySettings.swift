package import DockerNetworkProgram

/// The settings of the configuration file of 2014, /etc/default/my-docker-network.
package struct LegacySettings: Sendable {
    /// Whether `--start` starts anything: `start` is neither missing, empty nor 0.
    package let isStartWanted: Bool
    /// The broker's name or address, not yet validated.
    package let host: String
    /// The location of `hostname`, for errors.
    package let hostLocation: String
    /// The broker's user.
    package let user: String
    /// The user's password; nil: the file has none.
    package let password: Secret?
    /// The broker's virtual host.
    package let virtualHost: String
    /// The lines that are ignored, in their order.
    package let warnings: [String]

    private static let names = ["start", "username", "password", "hostname", "vhost_name"]

    /// Reads the file's bytes; what it does not know there it warns of and ignores.
    ///
    /// - Throws: `ToolError` (78) with file, line and name.
    package init(path: String, bytes: [UInt8]) throws(ToolError) {
        let shell: ShellAssignments
        do {
            shell = try ShellAssignments(Self.withUnixLineEnds(bytes), knowing: Self.names)
        } catch {
            throw .configuration("\(path):\(error.line)", "the line \(error.message)")
        }
        let assignments = shell.assignments
        let text = { (name: String) in assignments[name]?.value.reveal() }
        isStartWanted = !["", "0"].contains(text("start") ?? "")
        host = text("hostname") ?? "localhost"
        hostLocation = assignments["hostname"].map { "\(path):\($0.line)" } ?? path
        password = assignments["password"]?.value
        user = try Self.amqpText("username", assignments, path) ?? "guest"
        virtualHost = try Self.amqpText("vhost_name", assignments, path) ?? "/"
        warnings = Self.warnings(of: shell, path)
    }

    private static func warnings(of shell: ShellAssignments, _ path: String) -> [String] {
        var warnings = shell.skipped.map { ($0.line, "the line \($0.message)") }
        for (name, assignment) in shell.assignments where !names.contains(name) {
            let nearest = EditDistance.nearest(to: name, among: names) ?? ""
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

    /// A text that AMQP takes as a short string (section 4.2.5.3).
    private static func amqpText(
        _ name: String, _ assignments: [String: ShellAssignments.Assignment], _ path: String
    ) throws(ToolError) -> String? {
        guard let assignment = assignments[name] else { return nil }
        let text = assignment.value.reveal()
        guard (1...255).contains(text.utf8.count) else {
            throw .configuration(
                "\(path):\(assignment.line)", "\(name) must have 1 to 255 bytes")
        }
        return text
    }
}

package import DockerNetworkConfiguration
internal import DockerNetworkNameServer
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkSnippets

/// Chooses what makes a machine ready: from what was found, without any input or output.
///
/// ```swift
/// let plan = try Planner(machine, configuration).plan()
/// ```
package struct Planner {
    let machine: Machine
    /// Whether the service watches Docker, so that images without an emitter have names.
    let watchesDocker: Bool
    /// The configuration as it will be after the plan.
    var configuration: Configuration
    /// The files as they will be, and why.
    private var changes: [(path: String, new: [UInt8], reason: String, line: String?)] = []
    var commands: [Plan.Command] = []
    var restarts: [Plan.Restart] = []
    var remarks: [String] = []

    /// Looks at a machine.
    ///
    /// - Parameters:
    ///   - machine: What was found on it.
    ///   - configuration: What the service is told now.
    ///   - watchesDocker: Whether the service should watch Docker, too.
    package init(_ machine: Machine, _ configuration: Configuration, watchesDocker: Bool = false) {
        self.machine = machine
        self.configuration = configuration
        self.watchesDocker = watchesDocker
    }

    /// Makes the plan.
    ///
    /// - Throws: `ToolError` (78) if a file that has to be changed cannot be understood.
    package func plan() throws(ToolError) -> Plan {
        var planner = self
        try planner.planConfiguration()
        try planner.planResolver()
        try planner.planEngines()
        planner.planFirewall()
        // Last, since it depends on what the others changed.
        planner.planService()
        return planner.result
    }

    private var result: Plan {
        let writes = changes.compactMap { change -> Plan.Step? in
            let old = machine.files[change.path]
            guard old != change.new else { return nil }
            return .write(
                Plan.FileChange(
                    path: change.path, old: old, new: change.new, reason: change.reason,
                    line: change.line))
        }
        return Plan(
            steps: writes + commands.map(Plan.Step.run) + restarts.map(Plan.Step.restart),
            remarks: remarks)
    }

    // MARK: - Parts that all share

    /// A file as it will be; nil if it is not there.
    func text(of path: String) -> [UInt8]? {
        changes.last { $0.path == path }?.new ?? machine.files[path]
    }

    /// Sets what a file will hold.
    mutating func write(
        _ path: String, _ new: [UInt8], reason: String, line: String? = nil
    ) {
        if let index = changes.firstIndex(where: { $0.path == path }) {
            changes[index].new = new
        } else {
            changes.append((path, new, reason, line))
        }
    }

    /// Whether a file will be another one than it is.
    func isChanged(_ path: String) -> Bool {
        changes.contains { $0.path == path && $0.new != machine.files[path] }
    }

    /// Returns the settings for other programs.
    func snippetSettings(
        _ kind: SnippetKind, listen: [String] = []
    ) throws(ToolError) -> SnippetSettings {
        try SnippetRequest(kind, listen: listen).settings(
            configuration, interfaces: machine.interfaces, resolvFile: UpstreamFile.own)
    }

    /// The position of our own name server among the sinks; nil if there is none.
    var nameServer: Int? {
        configuration.sinks.firstIndex { $0.nameServer != nil }
    }

    /// Whether dnsmasq answers where our names are asked for, and so has to be told of them.
    var needsDnsmasq: Bool {
        let isAskedByContainers =
            machine.bridgeServer == .dnsmasq && (machine.docker != nil || machine.podman != nil)
        return isAskedByContainers || isAskedAtLoopback && machine.loopbackServer == .dnsmasq
    }

    /// Whether the machine's programs ask the server at 127.0.0.1, port 53.
    var isAskedAtLoopback: Bool {
        if case .file = machine.resolver { true } else { false }
    }
}

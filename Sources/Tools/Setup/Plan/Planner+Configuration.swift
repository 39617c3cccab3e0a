internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkNameServer
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// Our own configuration and service.
extension Planner {
    private static let newFile = """
        # Written by 'my-docker-network setup'; docs/configuration.md has every key.
        [[transports]]
        url = "unix:///run/my-docker-network/announce.sock"

        """
    private static let service = "my-docker-network.service"

    /// Sees that there is a name server which answers where it will be asked.
    mutating func planConfiguration() throws(ToolError) {
        if !machine.service.isInstalled, !machine.service.isActive {
            remarks.append(
                "nothing starts the service here: install the package, or run 'my-docker-network serve'; "
                    + "until then nobody answers")
        }
        guard configuration.file != SetupFiles.legacy else {
            throw .configuration(
                SetupFiles.legacy,
                "setup does not change the settings of 2014; write \(SetupFiles.configuration) first"
            )
        }
        let path = configuration.file ?? SetupFiles.configuration
        let old = machine.files[path]
        var new = old ?? Array(Self.newFile.utf8)
        if old == nil { configuration.sinks = [] }
        if nameServer == nil, old == nil || !isDnsmasqEnough {
            if new.last != UInt8(ascii: "\n") { new += "\n".utf8 }
            new += "\n[[sinks]]\nkind = \"dns\"\nlisten = [\"127.0.0.1:5354\"]\n".utf8
            var server = NameServerAdapter()
            server.listen = ["127.0.0.1:5354"].compactMap { ListenPlace($0) }
            configuration.sinks.append(SinkSettings(server))
        }
        try addPlaces(to: &new, path)
        addEngine(to: &new)
        write(path, new, reason: "the service's settings: its own name server answers there")
    }

    /// Whether dnsmasq reads the names from a sink of its own.
    private var isDnsmasqEnough: Bool {
        guard machine.dnsmasq != nil, needsDnsmasq,
            let sink = configuration.sinks.first(where: { $0.dnsmasq != nil }),
            let text = machine.files[SetupFiles.dnsmasq]
        else { return false }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return lines.contains("hostsdir=\(sink.path)") || lines.contains("addn-hosts=\(sink.path)")
    }

    private mutating func addPlaces(to text: inout [UInt8], _ path: String) throws(ToolError) {
        guard let index = nameServer, let current = configuration.sinks[index].nameServer?.listen
        else { return }
        let missing = wantedPlaces.filter { !isCovered($0, by: current) }
        guard !missing.isEmpty else { return }
        guard
            let new = ListenText.adding(
                missing.map(Self.text), toSink: index,
                listeningAt: current.map(Self.text), in: text)
        else {
            throw .configuration(
                path,
                "the name server has to listen at \(missing.map(Self.text).joined(separator: ", ")); "
                    + "add that to its listen, and run setup again")
        }
        text = new
        // As the text has it: what is asked first stands first.
        configuration.sinks[index].nameServer?.listen = missing + current
    }

    private var wantedPlaces: [ListenPlace] {
        var places: [ListenPlace] = []
        if isAskedAtLoopback, machine.loopbackServer == nil || machine.loopbackServer == .own {
            places += [ListenPlace("127.0.0.1")].compactMap { $0 }
        }
        guard machine.bridgeServer == nil || machine.bridgeServer == .own else { return places }
        if machine.docker != nil { places.append(.interface("docker0", port: 53)) }
        if machine.podman != nil { places.append(.interface("podman0", port: 53)) }
        return places
    }

    private func isCovered(_ place: ListenPlace, by current: [ListenPlace]) -> Bool {
        current.contains { listened in
            if listened == place { return true }
            guard case .address(let address) = listened, address.port == 53 else { return false }
            if address.address.unreachableReason == .unspecified { return true }
            guard case .interface(let name, _) = place else { return false }
            return machine.interfaces.assignments.contains {
                $0.interface == name && $0.address == address.address
            }
        }
    }

    /// Returns the text as people write it: without a port that need not be said.
    private static func text(_ place: ListenPlace) -> String {
        if case .interface(let name, port: 53) = place { name } else { place.description }
    }

    private mutating func addEngine(to text: inout [UInt8]) {
        guard watchesDocker, machine.docker != nil,
            !configuration.transports.contains(where: { !$0.canAnnounce })
        else { return }
        if text.last != UInt8(ascii: "\n") { text += "\n".utf8 }
        text += "\n[[transports]]\nurl = \"docker:///var/run/docker.sock\"\n".utf8
        guard machine.hasSystemd else { return }
        write(
            SetupFiles.engineDropIn, Array("[Service]\nSupplementaryGroups=docker\n".utf8),
            reason: "the service may read Docker's socket, with which one is root on this machine")
    }

    // MARK: - Service

    private var usesLowPort: Bool {
        guard let index = nameServer, let server = configuration.sinks[index].nameServer else {
            return false
        }
        return server.listen.contains { place in
            switch place {
            case .address(let address): address.port < 1_024
            case .interface(_, let port): port < 1_024
            }
        }
    }

    /// Sees that the service runs, at the next start of the machine too, with what was written.
    mutating func planService() {
        // One that a person started is that person's to start again.
        guard machine.service.isInstalled else { return }
        let file = configuration.file ?? SetupFiles.configuration
        guard machine.hasSystemd else {
            if !machine.service.isActive {
                prepend(["service", "my-docker-network", "start"], "the service runs")
            } else if isChanged(file) {
                prepend(["service", "my-docker-network", "restart"], "it reads its settings")
            }
            return
        }
        if usesLowPort, !machine.service.mayUsePort53 {
            write(
                SetupFiles.portDropIn,
                Array(
                    """
                    [Service]
                    CapabilityBoundingSet=CAP_NET_BIND_SERVICE
                    AmbientCapabilities=CAP_NET_BIND_SERVICE

                    """.utf8), reason: "the service may listen on port 53")
        }
        let hasNewRights = isChanged(SetupFiles.portDropIn) || isChanged(SetupFiles.engineDropIn)
        if !machine.service.isEnabled || !machine.service.isActive {
            let undo =
                machine.service.isEnabled ? nil : ["systemctl", "disable", "--now", Self.service]
            prepend(
                ["systemctl", "enable", "--now", Self.service],
                "the service runs, now and after each start of the machine", undo: undo)
        } else if hasNewRights {
            prepend(
                ["systemctl", "restart", Self.service], "the service gets its new rights",
                afterUndo: ["systemctl", "try-restart", Self.service])
        } else if isChanged(file) {
            prepend(
                ["systemctl", "reload", Self.service], "the service reads its settings",
                afterUndo: ["systemctl", "try-reload-or-restart", Self.service])
        }
        let units = [
            SetupFiles.portDropIn, SetupFiles.engineDropIn, SetupFiles.linkUnit,
            SetupFiles.firewallUnit,
        ]
        if units.contains(where: isChanged) {
            prepend(
                ["systemctl", "daemon-reload"], "systemd reads the units",
                afterUndo: ["systemctl", "daemon-reload"])
        }
    }

    /// The service comes before those who ask it.
    private mutating func prepend(
        _ words: [String], _ reason: String, undo: [String]? = nil, afterUndo: [String]? = nil
    ) {
        commands.insert(
            Plan.Command(words, undo: undo, afterUndo: afterUndo, reason: reason), at: 0)
    }
}

internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkNameServer
internal import DockerNetworkProgram
internal import DockerNetworkSnippets

/// Container engines, and the way from their containers to the name server.
extension Planner {
    /// Sees that containers ask a server that knows our names.
    mutating func planEngines() throws(ToolError) {
        if machine.docker == nil, machine.podman == nil {
            remarks.append("there is no Docker and no Podman: install one, and run setup again")
        }
        if case .other(let program) = machine.bridgeServer {
            remarks.append(
                "\(program) has port 53 where containers ask: let it ask our server for names below "
                    + "\(configuration.domain); for unbound: my-docker-network print-config unbound"
            )
        }
        if let docker = machine.docker { try plan(docker) }
        if let podman = machine.podman { try plan(podman) }
    }

    private mutating func plan(_ docker: Machine.Docker) throws(ToolError) {
        guard let bridge = docker.bridge else {
            remarks.append(
                docker.isActive
                    ? "Docker has no default bridge: give containers an address of this machine with --dns"
                    : "Docker does not run: start it, and run setup again")
            return
        }
        let settings = try snippetSettings(.docker, listen: [bridge.description])
        let address = try settings.containerServer.get().address
        var document: JSONDocument
        do throws(JSONDocument.Flaw) {
            document = try JSONDocument(machine.files[SetupFiles.docker] ?? [])
        } catch {
            throw .configuration(
                SetupFiles.docker,
                "is no JSON object (byte \(error.offset + 1): expected \(error.expected)); "
                    + "correct it, and run setup again")
        }
        try put(address.description, first: true, into: "dns", &document)
        try put(settings.domain.name, first: false, into: "dns-search", &document)
        if let others = document.strings("dns"), others.count > 1 {
            remarks.append(
                "\(SetupFiles.docker) names \(others.dropFirst().joined(separator: ", ")) too: musl (Alpine) "
                    + "asks all servers at once, and may take their word for it that a name does not exist"
            )
        }
        write(
            SetupFiles.docker, document.bytes,
            reason: "Docker's containers ask our server, and may leave out .\(settings.domain)")
        guard isChanged(SetupFiles.docker) || docker.isActive && docker.isOlderThanSettings
        else { return }
        restarts.append(
            Plan.Restart(
                program: "Docker",
                words: machine.hasSystemd
                    ? ["systemctl", "restart", "docker"] : ["service", "docker", "restart"],
                reason:
                    "it reads dns when it starts, and stops its containers unless live-restore is on",
                until: "containers resolve the names that are started with --dns \(address) "
                    + "--dns-search \(settings.domain)"))
    }

    /// Sees that an array of strings holds one.
    private func put(
        _ string: String, first: Bool, into name: String, _ document: inout JSONDocument
    ) throws(ToolError) {
        guard document[name] != nil else {
            document.set(name, to: "[\(JSONText.string(string))]")
            return
        }
        guard var strings = document.strings(name) else {
            throw .configuration(
                SetupFiles.docker, "\(name) is no array of strings; correct it, and run setup again"
            )
        }
        guard first ? strings.first != string : !strings.contains(string) else { return }
        strings.removeAll { $0 == string }
        strings.insert(string, at: first ? 0 : strings.count)
        document.set(name, to: "[\(strings.map(JSONText.string).joined(separator: ", "))]")
    }

    private mutating func plan(_ podman: Machine.Podman) throws(ToolError) {
        let text = try Snippet.text(
            .podman, try snippetSettings(.podman, listen: [podman.gateway.description]))
        write(
            SetupFiles.podman, Array(text.utf8),
            reason: "Podman's containers ask our server, as of the next one that is started")
    }

    // MARK: - Firewall

    /// The bridges that containers ask from, as iptables names them: a `+` stands for any rest.
    private var bridges: [String] {
        (machine.docker == nil ? [] : ["docker0", "br-+"])
            + (machine.podman == nil ? [] : ["podman+"])
    }

    /// Sees that the firewall admits containers' questions.
    mutating func planFirewall() {
        guard let firewall = machine.firewall, !machine.admitsQuestions, !bridges.isEmpty else {
            return
        }
        switch firewall {
        case .ufw: planUfw()
        case .firewalld(let zone): planFirewalld(zone)
        case .nftables(let family, let table, let chain):
            let place = "\(family) \(table) \(chain)"
            planFirewallUnit(
                start: bridges.map {
                    let name = $0.hasSuffix("+") ? "\($0.dropLast())*" : $0
                    return "nft insert rule \(place) iifname \"\(name)\" "
                        + "meta l4proto { tcp, udp } th dport 53 accept comment my-docker-network"
                },
                stop: [
                    "sh -c 'nft -a list chain \(place) | "
                        + "sed -n \"/my-docker-network/s/.*handle //p\" | "
                        + "xargs -r -n 1 nft delete rule \(place) handle'"
                ])
        case .iptables:
            let rules = bridges.flatMap { bridge in
                ["udp", "tcp"].map {
                    "INPUT -i \(bridge) -p \($0) --dport 53 -j ACCEPT "
                        + "-m comment --comment my-docker-network"
                }
            }
            planFirewallUnit(
                start: rules.map { "iptables -w -I \($0)" },
                stop: rules.map { "iptables -w -D \($0)" })
        }
    }

    private mutating func planUfw() {
        // ufw knows no pattern of interfaces: containers' networks are private ones.
        for network in ["172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8"] {
            let rule = ["from", network, "to", "any", "port", "53"]
            commands.append(
                Plan.Command(
                    ["ufw", "allow"] + rule, undo: ["ufw", "delete", "allow"] + rule,
                    reason: "the firewall admits containers' questions"))
        }
    }

    private mutating func planFirewalld(_ zone: String) {
        let rule = "--zone=\(zone)"
        commands.append(
            Plan.Command(
                ["firewall-cmd", "--permanent", rule, "--add-service=dns"],
                undo: ["firewall-cmd", "--permanent", rule, "--remove-service=dns"],
                reason: "the firewall admits containers' questions"))
        commands.append(
            Plan.Command(
                ["firewall-cmd", rule, "--add-service=dns"],
                undo: ["firewall-cmd", rule, "--remove-service=dns"],
                reason: "the same for now"))
    }

    private mutating func planFirewallUnit(start: [String], stop: [String]) {
        let unit = "my-docker-network-firewall.service"
        guard machine.hasSystemd else {
            remarks.append(
                "the firewall drops containers' questions: " + start.joined(separator: "; "))
            return
        }
        let text = """
            # Written by 'my-docker-network setup'; 'my-docker-network setup --undo' takes it away.
            [Unit]
            Description=Admits containers' questions to my-docker-network
            After=nftables.service netfilter-persistent.service
            # Whoever loads the rules anew loads these anew.
            PartOf=nftables.service netfilter-persistent.service
            ReloadPropagatedFrom=nftables.service netfilter-persistent.service

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            \(start.map { "ExecStart=\($0)" }.joined(separator: "\n"))
            \(start.map { "ExecReload=\($0)" }.joined(separator: "\n"))
            \(stop.map { "ExecStop=-\($0)" }.joined(separator: "\n"))

            [Install]
            WantedBy=multi-user.target nftables.service netfilter-persistent.service

            """
        write(
            SetupFiles.firewallUnit, Array(text.utf8),
            reason: "the firewall drops what no rule admits; this admits containers' questions")
        commands.append(
            Plan.Command(
                ["systemctl", "enable", unit], undo: ["systemctl", "disable", "--now", unit],
                reason: "that holds after each start of the machine"))
        commands.append(
            Plan.Command(["systemctl", "restart", unit], reason: "and now"))
    }
}

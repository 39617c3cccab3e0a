import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetwork
@testable import DockerNetworkSetup
import Testing
import TestSupport

@Suite("What setup chooses, by what is found on a machine")
struct PlannerTests {
    private static let packaged = """
        [[transports]]
        url = "unix:///run/my-docker-network/announce.sock"

        [[sinks]]
        kind = "dns"
        listen = ["127.0.0.1:5354", "docker0"]   # where it answers

        """

    private static func configuration(
        _ text: String? = packaged
    ) throws -> Configuration {
        guard let text else { return Configuration(defaultsFor: .host) }
        let folder = try TemporaryFolder()
        let file = try folder.write("config.toml", text)
        var configuration = try ConfigurationLoader(
            program: .host, environment: Environment([:]),
            overrides: Overrides(configurationFile: file)
        ).load()
        configuration.file = SetupFiles.configuration
        return configuration
    }

    /// A machine with Docker and the packaged configuration.
    private static func machine(_ change: (inout Machine) throws -> Void = { _ in }) throws
        -> Machine
    {
        var machine = Machine()
        let bridge = try #require(IPAddress("172.17.0.1"))
        machine.interfaces = NetworkInterfaces.Snapshot(
            names: ["lo", "docker0"],
            assignments: [
                .init(interface: "docker0", address: bridge, network: Network("172.17.0.0/16"))
            ])
        machine.docker = Machine.Docker(bridge: bridge)
        machine.files[SetupFiles.configuration] = Array(packaged.utf8)
        try change(&machine)
        return machine
    }

    private static func plan(
        _ text: String? = packaged, _ change: (inout Machine) throws -> Void = { _ in }
    ) throws -> (plan: Plan, machine: Machine) {
        var machine = try machine(change)
        machine.files[SetupFiles.configuration] = text.map { Array($0.utf8) }
        return (try Planner(machine, try configuration(text)).plan(), machine)
    }

    private static func written(_ plan: Plan, _ path: String) -> String? {
        for case .write(let change) in plan.steps where change.path == path {
            return String(decoding: change.new, as: UTF8.self)
        }
        return nil
    }

    private static func commands(_ plan: Plan) -> [String] {
        plan.steps.compactMap {
            if case .run(let command) = $0 { command.words.joined(separator: " ") } else { nil }
        }
    }

    /// The machine after a plan: what was written is there, what was started runs.
    private static func after(_ plan: Plan, on machine: Machine) throws -> Plan {
        var machine = machine
        for case .write(let change) in plan.steps { machine.files[change.path] = change.new }
        for case .run(let command) in plan.steps {
            if let unit = command.words.last, command.words.contains("enable") {
                machine.activeUnits.insert(unit)
            }
        }
        machine.service = Machine.Service()
        machine.admitsQuestions = true
        let text = machine.files[SetupFiles.configuration].map {
            String(decoding: $0, as: UTF8.self)
        }
        return try Planner(machine, try configuration(text)).plan()
    }

    @Test("systemd-resolved: a link of our own, and Docker's settings; nothing global")
    func resolved() throws {
        let (plan, machine) = try Self.plan { $0.resolver = .resolved }
        #expect(Self.written(plan, SetupFiles.resolvConf) == nil)
        #expect(Self.written(plan, SetupFiles.configuration) == nil)
        let unit = try #require(Self.written(plan, SetupFiles.linkUnit))
        #expect(unit.contains("resolvectl dns my-docker-net 127.0.0.1:5354\n"))
        #expect(unit.contains("resolvectl domain my-docker-net ~docker\n"))
        #expect(
            Self.commands(plan) == [
                "systemctl daemon-reload", "systemctl enable --now my-docker-network-link.service",
            ])
        #expect(
            Self.written(plan, SetupFiles.docker)
                == "{\n  \"dns\": [\"172.17.0.1\"],\n  \"dns-search\": [\"docker\"]\n}\n")
        #expect(plan.restarts.map(\.program) == ["Docker"])
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("systemd-networkd is told to leave the link alone")
    func networkd() throws {
        let (plan, machine) = try Self.plan {
            $0.resolver = .resolved
            $0.hasNetworkd = true
        }
        #expect(Self.written(plan, SetupFiles.unmanagedLink)?.contains("Unmanaged=yes") == true)
        #expect(Self.commands(plan).contains("networkctl reload"))
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("a plain resolv.conf: our server at 127.0.0.1 comes first, the others stay")
    func plainFile() throws {
        let old = "search example.org\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n"
        let (plan, machine) = try Self.plan {
            $0.files[SetupFiles.resolvConf] = Array(old.utf8)
        }
        #expect(
            Self.written(plan, SetupFiles.resolvConf)
                == "search example.org\nnameserver 127.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n"
        )
        #expect(
            Self.written(plan, SetupFiles.configuration)
                == Self.packaged.replacing(
                    "listen = [", with: "listen = [\"127.0.0.1:53\", "))
        #expect(Self.commands(plan) == ["systemctl reload my-docker-network.service"])
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test(
        "who writes resolv.conf anew is told too",
        arguments: [
            (
                Machine.Writer.dhclient, SetupFiles.dhclient,
                "prepend domain-name-servers 127.0.0.1;"
            ),
            (.dhcpcd, SetupFiles.dhcpcd, "nameserver 127.0.0.1"),
            (.resolvconf, SetupFiles.resolvconf, "nameserver 127.0.0.1"),
        ])
    func writers(writer: Machine.Writer, path: String, line: String) throws {
        let (plan, machine) = try Self.plan {
            $0.resolver = .file(writer)
            $0.files[SetupFiles.resolvConf] = Array("nameserver 10.0.0.2".utf8)
            $0.files[path] = Array("# mine".utf8)
        }
        #expect(Self.written(plan, path) == "# mine\n\(line)\n")
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("dnsmasq has port 53 and is the resolver: it asks our server, which listens beside it")
    func dnsmasqInFront() throws {
        let (plan, machine) = try Self.plan {
            $0.files[SetupFiles.resolvConf] = Array("nameserver 127.0.0.1\n".utf8)
            $0.loopbackServer = .dnsmasq
            $0.bridgeServer = .dnsmasq
            $0.dnsmasq = Machine.Dnsmasq()
        }
        let text = try #require(Self.written(plan, SetupFiles.dnsmasq))
        #expect(text.contains("\nserver=/docker/127.0.0.1#5354\n"))
        #expect(Self.written(plan, SetupFiles.configuration) == nil)
        #expect(Self.written(plan, SetupFiles.resolvConf) == nil)
        #expect(plan.restarts.map(\.program) == ["dnsmasq", "Docker"])
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("dnsmasq reads the names from a sink already: it stays so")
    func dnsmasqSink() throws {
        let text = "[[sinks]]\nkind = \"dnsmasq\"\npath = \"/etc/my-docker-network/hosts.d\"\n"
        let (plan, _) = try Self.plan(text) {
            $0.files[SetupFiles.resolvConf] = Array("nameserver 127.0.0.1\n".utf8)
            $0.files[SetupFiles.dnsmasq] = Array(
                "hostsdir=/etc/my-docker-network/hosts.d\nlocal=/docker/\n".utf8)
            $0.loopbackServer = .dnsmasq
            $0.bridgeServer = .dnsmasq
            $0.dnsmasq = Machine.Dnsmasq()
        }
        #expect(Self.written(plan, SetupFiles.configuration) == nil)
        #expect(Self.written(plan, SetupFiles.dnsmasq) == nil)
        #expect(plan.restarts.map(\.program) == ["Docker"])
    }

    @Test(
        "a sink for a dnsmasq that cannot run beside systemd-resolved gets a name server beside it")
    func dnsmasqThatDoesNotRun() throws {
        let text = "[[sinks]]\nkind = \"dnsmasq\""
        let (plan, machine) = try Self.plan(text) { $0.resolver = .resolved }
        #expect(
            Self.written(plan, SetupFiles.configuration)
                == text
                + "\n\n[[sinks]]\nkind = \"dns\"\nlisten = [\"docker0\", \"127.0.0.1:5354\"]\n")
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("no configuration: one is written")
    func noConfiguration() throws {
        let (plan, machine) = try Self.plan(nil) {
            $0.resolver = .resolved
            $0.service = Machine.Service(isEnabled: false, isActive: false, mayUsePort53: false)
        }
        let text = try #require(Self.written(plan, SetupFiles.configuration))
        #expect(text.contains("url = \"unix:///run/my-docker-network/announce.sock\""))
        #expect(Self.written(plan, SetupFiles.portDropIn)?.contains("CAP_NET_BIND_SERVICE") == true)
        #expect(Self.commands(plan).first == "systemctl daemon-reload")
        #expect(Self.commands(plan).contains("systemctl enable --now my-docker-network.service"))
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("another program at port 53 is named, and nothing is written that would not work")
    func otherServer() throws {
        let (plan, _) = try Self.plan {
            $0.files[SetupFiles.resolvConf] = Array("nameserver 10.0.0.2\n".utf8)
            $0.loopbackServer = .other("unbound")
        }
        #expect(Self.written(plan, SetupFiles.resolvConf) == nil)
        #expect(plan.remarks.contains { $0.contains("unbound has port 53") })
    }

    @Test(
        "Docker's settings: every other byte stays; servers of the machine's own stay behind ours")
    func dockerSettings() throws {
        let old = "{\n    \"dns\": [\"10.0.0.2\"],\n    \"debug\": false\n}"
        let (plan, _) = try Self.plan {
            $0.resolver = .resolved
            $0.files[SetupFiles.docker] = Array(old.utf8)
        }
        #expect(
            Self.written(plan, SetupFiles.docker)
                == "{\n    \"dns\": [\"172.17.0.1\", \"10.0.0.2\"],\n    \"debug\": false,\n"
                + "    \"dns-search\": [\"docker\"]\n}")
        #expect(plan.remarks.contains { $0.contains("10.0.0.2") })
    }

    @Test(
        "a daemon.json that Docker could not read either: 78, and its place",
        arguments: ["[1]", "{"])
    func brokenDockerSettings(text: String) throws {
        #expect {
            try Self.plan { $0.files[SetupFiles.docker] = Array(text.utf8) }
        } throws: { error in
            (error as? ToolError)?.status == .configuration
                && "\(error)".contains("\(SetupFiles.docker): is no JSON object (byte ")
        }
    }

    @Test("a Docker that has not read its settings yet is still to be restarted")
    func pendingRestart() throws {
        let (first, machine) = try Self.plan { $0.resolver = .resolved }
        var later = machine
        later.docker?.isOlderThanSettings = true
        #expect(try Self.after(first, on: later).restarts.map(\.program) == ["Docker"])
    }

    @Test("Podman: a drop-in of its own, and its bridge beside Docker's")
    func podman() throws {
        let gateway = try #require(IPAddress("10.88.0.1"))
        let (plan, machine) = try Self.plan {
            $0.resolver = .resolved
            $0.podman = Machine.Podman(gateway: gateway)
        }
        #expect(
            Self.written(plan, SetupFiles.podman)?.contains("dns_servers = [\"10.88.0.1\"]") == true
        )
        #expect(
            Self.written(plan, SetupFiles.configuration)?
                .contains("listen = [\"podman0\", \"127.0.0.1:5354\", \"docker0\"]   # where")
                == true)
        #expect(try Self.after(plan, on: machine).isEmpty)
    }

    @Test("a firewall that drops: each tool in its own way, the bridges alone")
    func firewalls() throws {
        let kinds: [Machine.Firewall] = [
            .ufw, .firewalld(zone: "public"), .iptables,
            .nftables(family: "inet", table: "filter", chain: "input"),
        ]
        for kind in kinds {
            let (plan, machine) = try Self.plan {
                $0.resolver = .resolved
                $0.firewall = kind
            }
            let text =
                Self.commands(plan).joined() + (Self.written(plan, SetupFiles.firewallUnit) ?? "")
            #expect(
                text.contains("docker0") || text.contains("172.16.0.0/12")
                    || text.contains("public"))
            #expect(try Self.after(plan, on: machine).isEmpty)
        }
    }

    @Test("reading nft's rules: a chain that drops by its policy, and iptables' own")
    func ruleset() throws {
        let rules = """
            table inet filter {
            \tchain input {
            \t\ttype filter hook input priority filter; policy drop;
            \t\tct state established,related accept
            \t}
            }
            """
        #expect(
            FirewallSearch.nftables(rules)?.kind
                == .nftables(family: "inet", table: "filter", chain: "input"))
        #expect(
            FirewallSearch.nftables(rules.replacing("policy drop", with: "policy accept")) == nil)
        let own = rules.replacing("inet filter", with: "ip filter").replacing(
            "input {", with: "INPUT {")
        #expect(FirewallSearch.nftables(own)?.kind == .iptables)
    }

    @Test("images without the emitter: only if asked for, with the right to read Docker's socket")
    func watchesDocker() throws {
        let machine = try Self.machine { $0.resolver = .resolved }
        let configuration = try Self.configuration()
        let plain = try Planner(machine, configuration).plan()
        #expect(Self.written(plain, SetupFiles.engineDropIn) == nil)
        let plan = try Planner(machine, configuration, watchesDocker: true).plan()
        #expect(Self.written(plan, SetupFiles.engineDropIn)?.contains("docker") == true)
        #expect(
            Self.written(plan, SetupFiles.configuration)
                == Self.packaged + "\n[[transports]]\nurl = \"docker:///var/run/docker.sock\"\n")
        #expect(Self.commands(plan).contains("systemctl restart my-docker-network.service"))
    }

    @Test("a service that is not there is said, and no command is about it")
    func noService() throws {
        let plan = try Self.plan {
            $0.service = Machine.Service(isInstalled: false, isActive: false)
        }.plan
        #expect(plan.remarks.contains { $0.contains("install the package") })
        #expect(!Self.commands(plan).contains { $0.contains("my-docker-network.service") })
    }

    @Test("the settings of 2014 are left alone")
    func legacy() throws {
        var configuration = Configuration(defaultsFor: .host)
        configuration.file = SetupFiles.legacy
        let machine = try Self.machine()
        #expect(throws: ToolError.self) { try Planner(machine, configuration).plan() }
    }

    @Test("the plan in words names each file once, with its difference")
    func text() throws {
        let (plan, _) = try Self.plan { $0.resolver = .resolved }
        #expect(plan.text.contains("write \(SetupFiles.docker): "))
        #expect(plan.text.contains("+  \"dns\": [\"172.17.0.1\"],"))
        #expect(
            plan.text.contains("until then: containers resolve the names that are started with"))
        #expect(plan.json.contains("\"kind\": \"restart\""))
    }
}

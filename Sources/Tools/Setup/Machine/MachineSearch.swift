internal import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkNameServer
internal import DockerNetworkSinkComposition
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Looks at this machine: its files, its processes and sockets, and what its tools say.
///
/// It changes nothing, and blocks the calling thread for some seconds at most.
package struct MachineSearch {
    private static let largestFile = 1_048_576
    private static let serviceUnit = "my-docker-network.service"
    private static let initScript = "/etc/init.d/my-docker-network"
    /// The first 15 bytes of the service's name, which are all that the kernel keeps.
    private static let ownName = "my-docker-netwo"

    private let configuration: Configuration
    private let processes = RunningProcess.all()

    /// Prepares to look.
    ///
    /// - Parameter configuration: What the service is told now.
    package init(_ configuration: Configuration) { self.configuration = configuration }

    /// Looks.
    ///
    /// - Throws: `ToolError` (78) if a file cannot be read.
    package func machine() throws(ToolError) -> Machine {
        var machine = Machine()
        machine.isRoot = geteuid() == 0
        machine.interfaces = NetworkInterfaces.current()
        machine.files = try files()
        machine.hasSystemd = FileStatus(of: "/run/systemd/system")?.kind == .directory
        machine.service = machine.hasSystemd ? unitService() : scriptService()
        if processes.contains(where: Self.isService) { machine.service.isActive = true }
        if machine.hasSystemd {
            machine.hasNetworkd = isActive("systemd-networkd.service")
            let units = ["my-docker-network-link.service", "my-docker-network-firewall.service"]
            machine.activeUnits = Set(units.filter(isActive))
        }
        machine.docker = docker(machine.interfaces)
        machine.podman = podman(machine.interfaces)
        let loopback = server(at: [127, 0, 0, 1])
        machine.loopbackServer = loopback?.server
        let bridge = (machine.docker?.bridge ?? machine.podman?.gateway).flatMap {
            server(at: $0.networkOrder)
        }
        machine.bridgeServer = bridge?.server
        machine.dnsmasq = [loopback, bridge].compactMap(\.self).first { $0.server == .dnsmasq }.map
        {
            Machine.Dnsmasq(
                isOlderThanSettings: $0.process?.isOlder(than: SetupFiles.dnsmasq) ?? false)
        }
        machine.resolver = resolver(machine, loopback?.process)
        let firewall = FirewallSearch().firewall()
        machine.firewall = firewall?.kind
        machine.admitsQuestions = firewall?.admitsQuestions ?? true
        return machine
    }

    private func files() throws(ToolError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in SetupFiles.all + [configuration.file].compactMap(\.self) {
            do throws(SmallFile.Failure) {
                files[path] = try SmallFile.read(path, limit: Self.largestFile).bytes
            } catch {
                guard error != .missing else { continue }
                throw .configuration(path, "cannot be read: \(error.description)")
            }
        }
        return files
    }

    // MARK: - Service

    private static func isService(_ process: RunningProcess) -> Bool {
        let words = process.arguments.split(separator: " ")
        return process.name == ownName && (words.contains("serve") || words.contains("--start"))
    }

    private func unitService() -> Machine.Service {
        let output = ProgramOutput.of([
            "systemctl", "show", Self.serviceUnit, "--property",
            "LoadState,UnitFileState,ActiveState,AmbientCapabilities,User",
        ])
        let lines = output.text.split(separator: "\n")
        let isRoot = !lines.contains { $0.hasPrefix("User=") && $0 != "User=root" && $0 != "User=" }
        return Machine.Service(
            isInstalled: lines.contains("LoadState=loaded"),
            isEnabled: lines.contains("UnitFileState=enabled"),
            isActive: lines.contains("ActiveState=active")
                || lines.contains("ActiveState=reloading"),
            mayUsePort53: isRoot || output.text.contains("cap_net_bind_service"))
    }

    private func scriptService() -> Machine.Service {
        let isInstalled = FileStatus(of: Self.initScript) != nil
        return Machine.Service(
            isInstalled: isInstalled,
            isActive: isInstalled
                && ProgramOutput.of(["service", "my-docker-network", "status"]).isSuccess)
    }

    private func isActive(_ unit: String) -> Bool {
        ProgramOutput.of(["systemctl", "is-active", "--quiet", unit]).isSuccess
    }

    // MARK: - Resolver

    private func resolver(_ machine: Machine, _ loopback: RunningProcess?) -> Machine.Resolver {
        let text = String(
            decoding: machine.files[SetupFiles.resolvConf] ?? [], as: UTF8.self)
        let stub = IPAddress("127.0.0.53")
        let isStub = MachineResolver.servers(in: Array(text.utf8)).contains { $0.address == stub }
        let switchLine = (try? SmallFile.read("/etc/nsswitch.conf", limit: Self.largestFile).bytes)
            .map { String(decoding: $0, as: UTF8.self) }?
            .split(separator: "\n").first { $0.hasPrefix("hosts:") }
        let asksResolved = switchLine?.split(separator: " ").contains("resolve") ?? false
        if isStub || asksResolved, processes.contains(where: { $0.name == "systemd-resolve" }) {
            return .resolved
        }
        if loopback?.name == "dnsmasq", loopback?.arguments.contains("NetworkManager") == true {
            return .networkManagerDnsmasq
        }
        return .file(writer(of: text))
    }

    private func writer(of text: String) -> Machine.Writer {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(SetupFiles.resolvConf, &buffer, buffer.count)
        let target = ForeignText.decode(buffer[..<max(0, count)].map(UInt8.init(bitPattern:)))
        if target.contains("resolvconf") { return .resolvconf }
        if target.contains("NetworkManager") || text.contains("by NetworkManager") {
            return .networkManager
        }
        if processes.contains(where: { $0.name == "dhcpcd" }) { return .dhcpcd }
        if processes.contains(where: { $0.name == "dhclient" }) { return .dhclient }
        return .unknown
    }

    /// Returns the server that answers at port 53 of an address.
    private func server(at address: [UInt8]) -> (server: Machine.Server, process: RunningProcess?)?
    {
        guard let name = SocketName(address: address, port: 53),
            let holder = SocketHolder.find(.udp, at: name)
        else { return nil }
        let process = processes.first { $0.number == holder.process }
        switch holder.program {
        case "dnsmasq": return (.dnsmasq, process)
        // Or who holds the sockets for it.
        case Self.ownName: return (.own, process)
        case "systemd" where isActive("my-docker-network.socket"): return (.own, process)
        case let other: return (.other(other), process)
        }
    }

    // MARK: - Engines

    private func docker(_ interfaces: NetworkInterfaces.Snapshot) -> Machine.Docker? {
        let process = processes.first { $0.name == "dockerd" }
        guard process != nil || ProgramOutput.path(of: "dockerd") != nil else { return nil }
        return Machine.Docker(
            bridge: interfaces.assignments.first {
                $0.interface == "docker0" && $0.address.networkOrder.count == 4
            }?.address,
            isActive: process != nil,
            isOlderThanSettings: process?.isOlder(than: SetupFiles.docker) ?? false)
    }

    private func podman(_ interfaces: NetworkInterfaces.Snapshot) -> Machine.Podman? {
        guard ProgramOutput.path(of: "podman") != nil else { return nil }
        let bridge = interfaces.assignments.first {
            $0.interface == "podman0" && $0.address.networkOrder.count == 4
        }?.address
        // The bridge is there only while a container runs.
        let described = ProgramOutput.of(["podman", "network", "inspect", "podman"]).text
        let gateway = described.firstRange(of: "\"gateway\":").map {
            described[$0.upperBound...].drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" }
        }
        let usual = IPAddress("10.88.0.1")
        return (bridge ?? gateway.flatMap { IPAddress($0) } ?? usual).map(Machine.Podman.init)
    }
}

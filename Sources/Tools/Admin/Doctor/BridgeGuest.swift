internal import CDockerNetworkSystem
internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Asks at a bridge of an engine as a container of it does: from a network namespace of its own that
/// is connected to the bridge, with an address of the bridge's network that nobody has.
///
/// The namespace and the pair of interfaces end with the thread that is in it, however that ends.
struct BridgeGuest: Sendable {
    /// The bridge's interface: `docker0`.
    let bridge: String
    /// The bridge's own address, where containers ask.
    let server: SocketName
    private let prefixLength: Int

    /// How the names of their interfaces begin.
    private static let prefixes = ["docker0", "docker_gwbridge", "br-", "podman", "cni-podman0"]
    /// So many addresses are tried, the highest of the network first: engines give out the lowest.
    private static let mostAddresses = 4
    /// The time that a neighbour may take to answer, in milliseconds.
    private static let neighbourPatience: Int32 = 100
    private static let toolPatience = Duration.milliseconds(500)

    /// The bridges of engines that have an IPv4 address; none where this user may not try them.
    static func all() -> [Self] {
        guard geteuid() == 0, ProgramOutput.path(of: "ip") != nil else { return [] }
        return InterfaceAddress.current().compactMap { found in
            guard let name = found.name, name.isIPv4, let length = found.prefixLength,
                prefixes.contains(where: found.interface.hasPrefix),
                let server = SocketName(address: name.address, port: 53)
            else { return nil }
            return Self(bridge: found.interface, server: server, prefixLength: length)
        }
    }

    private init(bridge: String, server: SocketName, prefixLength: Int) {
        self.bridge = bridge
        self.server = server
        self.prefixLength = prefixLength
    }

    /// Asks the bridge's address for the IPv4 addresses of a name.
    ///
    /// - Returns: What comes; nil where this machine lets no guest in.
    func ask(_ name: String) async -> NameLookup.Answer? {
        await BlockingThread.value("bridge guest") { try? visit(name) } ?? nil
    }

    /// Goes into a namespace of its own on this thread, which ends with the question.
    private func visit(_ name: String) throws(SystemCallFailure) -> NameLookup.Answer {
        guard let address = freeAddress() else { throw SystemCallFailure(code: EADDRINUSE) }
        let machine = try FileDescriptor("/proc/thread-self/ns/net", O_RDONLY)
        _ = try FileDescriptor.retrying { my_docker_network_leave_network() }
        let own = try FileDescriptor("/proc/thread-self/ns/net", O_RDONLY)
        let port = "veth" + String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16)
        try run("link", "add", port, "type", "veth", "peer", "name", "eth0")
        try run("address", "add", "\(address)/\(prefixLength)", "dev", "eth0")
        try run("link", "set", "eth0", "up")
        // The first thread of this process is in the machine's namespace.
        try run("link", "set", port, "netns", "\(getpid())")
        _ = try FileDescriptor.retrying { my_docker_network_enter_network(machine.number) }
        try run("link", "set", port, "master", bridge)
        try run("link", "set", port, "up")
        _ = try FileDescriptor.retrying { my_docker_network_enter_network(own.number) }
        return try NameQuestion.exchange(server, name)
    }

    private func run(_ words: String...) throws(SystemCallFailure) {
        let output = ProgramOutput.of(["ip"] + words, within: Self.toolPatience)
        guard output.isSuccess else { throw SystemCallFailure(code: EPERM) }
    }

    // MARK: - An address

    /// A high address of the network at which nobody answers.
    private func freeAddress() -> IPAddress? {
        guard (8...29).contains(prefixLength) else { return nil }
        let own = server.address.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let broadcast = own | UInt32.max >> UInt32(prefixLength)
        return (1...UInt32(Self.mostAddresses)).lazy.map { broadcast - $0 }.filter { $0 != own }
            .map { IPAddress.v4(IPv4Address(rawValue: $0)) }.first { !isTaken($0) }
    }

    /// Whether somebody answers the kernel's question for the owner of an address (RFC 826).
    private func isTaken(_ address: IPAddress) -> Bool {
        // The discard port: what comes back, if anything, is that nobody listens there.
        guard let name = SocketName(address: address.networkOrder, port: 9) else { return true }
        let number = my_docker_network_open_socket(AF_INET, 0)
        guard number >= 0 else { return true }
        let socket = FileDescriptor(adopting: number)
        guard name.connect(number) == 0, (try? socket.writeAll([0])) != nil else { return true }
        var event = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&event, 1, Self.neighbourPatience) == 0 else { return true }
        let words = ["ip", "-4", "neighbour", "show", "to", "\(address)", "dev", bridge]
        return ProgramOutput.of(words, within: Self.toolPatience).text.contains("lladdr")
    }
}

internal import DockerNetwork
package import DockerNetworkConfiguration
internal import DockerNetworkDnsmasq
internal import DockerNetworkNameServer
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// The request to `print-config`, from the outside and so not yet believed.
package struct SnippetRequest: Sendable {
    /// The bridges of container engines, of which the first that has an address is taken.
    package static let bridges = ["docker0", "podman0", "cni-podman0"]

    /// The program whose configuration is asked for.
    package var kind: SnippetKind
    /// The values of `--listen`.
    package var listen: [String]
    /// The value of `--interface`.
    package var interface: String?
    /// The values of `--upstream`.
    package var upstreams: [String]

    /// Creates one from its parts.
    package init(
        _ kind: SnippetKind, listen: [String] = [], interface: String? = nil,
        upstreams: [String] = []
    ) {
        self.kind = kind
        self.listen = listen
        self.interface = interface
        self.upstreams = upstreams
    }

    /// Checks it, and fills in what it does not say.
    ///
    /// - Parameters:
    ///   - configuration: Gives the sink, the first that a name server reads or is, and the domain
    ///     where that has none of its own.
    ///   - interfaces: What this machine has.
    ///   - resolvFile: Names the upstream servers, where `--upstream` does not.
    /// - Returns: What the snippet is made of.
    /// - Throws: `ToolError`: 64 for an option, 78 where there is no such sink.
    package func settings(
        _ configuration: Configuration, interfaces: NetworkInterfaces.Snapshot, resolvFile: String
    ) throws(ToolError) -> SnippetSettings {
        let sink = try self.sink(of: configuration)
        let interface = try checkedInterface()
        let listen = try addresses()
        let upstreams = try servers(for: sink)
        let bridge = Self.bridges.lazy.compactMap { interfaces.firstAddress(of: $0) }.first
        let local = sink.localServer(interfaces)
        var listening = listen
        if listen.isEmpty, interface == nil {
            listening = [bridge, local.address].compactMap { $0 }
            if bridge == local.address { listening.removeLast() }
        }
        if let loop = upstreams.first(where: {
            $0.port == local.port && (listening + [local.address]).contains($0.address)
        }) {
            throw SettingSource.flag("--upstream").error(
                "\(loop.address) is where this dnsmasq answers: it would ask itself")
        }
        let named = listen.first { !$0.isLoopback } ?? interface.flatMap(interfaces.firstAddress)
        let isNamed = !listen.isEmpty || interface != nil
        var hostServer = local
        if let address = listen.first(where: \.isLoopback) ?? listen.first {
            hostServer.address = address
        }
        let containerServer =
            if !isNamed, sink.nameServer != nil {
                ownServer(of: sink, interfaces, bridge)
            } else {
                containerAddress(named, isNamed: isNamed, bridge).map {
                    ServerAddress($0, port: sink.bridgePort ?? local.port)
                }
            }
        return SnippetSettings(
            domain: sink.domain ?? configuration.domain, sink: sink, listenAddresses: listening,
            interface: interface, upstreams: upstreams, resolvFile: resolvFile,
            containerServer: containerServer, hostServer: hostServer,
            networks: interfaces.networks(of: Self.bridges))
    }

    /// Returns the place where our own server answers containers.
    private func ownServer(
        of sink: SinkSettings, _ interfaces: NetworkInterfaces.Snapshot, _ bridge: IPAddress?
    ) -> Result<ServerAddress, ToolError> {
        let servers = sink.servers(interfaces)
        if let server = servers.first(where: { $0.address.unreachableReason == nil }) {
            return .success(server)
        }
        if let bridge,
            let all = servers.first(where: { $0.address.unreachableReason == .unspecified })
        {
            return .success(ServerAddress(bridge, port: all.port))
        }
        return .failure(
            .configuration(
                "print-config \(kind.rawValue)",
                "the name server listens nowhere that containers reach now; add an interface such as "
                    + "\"docker0\" to its listen, or name an address with --listen"))
    }

    private func sink(of configuration: Configuration) throws(ToolError) -> SinkSettings {
        let sinks = configuration.sinks.filter { $0.dnsmasq != nil || $0.nameServer != nil }
        // What dnsmasq reads itself it asks nobody for.
        let reading = kind == .dnsmasq ? sinks.first { $0.dnsmasq != nil } : nil
        guard let sink = reading ?? sinks.first else {
            throw .configuration(
                configuration.file ?? "sinks",
                "there is no sink of the kind \"dns\" or \"dnsmasq\"; add one to [[sinks]]")
        }
        return sink
    }

    private func containerAddress(
        _ named: IPAddress?, isNamed: Bool, _ bridge: IPAddress?
    ) -> Result<IPAddress, ToolError> {
        if let address = isNamed ? named : bridge { return .success(address) }
        let asked = interface.map { ["--interface \($0)"] } ?? listen.map { "--listen \($0)" }
        let cause =
            isNamed
            ? "\(asked.joined(separator: " ")) gives no address that containers reach"
            : "none of \(Self.bridges.joined(separator: ", ")) has an address"
        return .failure(
            .configuration(
                "print-config \(kind.rawValue)",
                "\(cause); name the bridge's with --listen, such as 172.17.0.1 (Docker) or "
                    + "10.88.0.1 (Podman as root)"))
    }

    private func addresses() throws(ToolError) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for text in listen {
            guard let address = IPAddress(text) else {
                throw SettingSource.flag("--listen").error(
                    "\(Printable.withoutSecrets(text)) must be an address such as 172.17.0.1")
            }
            if let reason = address.unreachableReason, reason != .loopback {
                throw SettingSource.flag("--listen").error(
                    "\(address) is \(reason.rawValue): nobody could ask there")
            }
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }

    private func servers(for sink: SinkSettings) throws(ToolError) -> [DnsmasqServer] {
        if kind != .dnsmasq || sink.dnsmasq == nil, !upstreams.isEmpty {
            throw SettingSource.flag("--upstream").error(
                "only 'print-config dnsmasq' has one, with a sink of that kind: everybody else asks "
                    + "the name server")
        }
        var servers: [DnsmasqServer] = []
        for text in upstreams {
            guard let server = DnsmasqServer(text) else {
                throw SettingSource.flag("--upstream").error(
                    "\(Printable.withoutSecrets(text)) must be an address such as 9.9.9.9, "
                        + "or 9.9.9.9:53")
            }
            servers.append(server)
        }
        return servers
    }

    /// Narrower than the kernel is: dnsmasq would read a `*` or a `,` as more than a name.
    private func checkedInterface() throws(ToolError) -> String? {
        guard let interface else { return nil }
        let isName =
            (1...15).contains(interface.utf8.count)
            && interface.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    || "-_.".unicodeScalars.contains($0)
            }
        guard isName else {
            throw SettingSource.flag("--interface").error(
                "\(Printable.withoutSecrets(interface)) must be an interface such as docker0")
        }
        return interface
    }
}

extension NetworkInterfaces.Snapshot {
    /// An interface's first IPv4 address, or else its first that is not of the link alone.
    fileprivate func firstAddress(of interface: String) -> IPAddress? {
        let addresses = assignments.filter { $0.interface == interface }.map(\.address)
            .filter { !$0.isLinkLocal && $0.unreachableReason == nil }
        return addresses.first(where: \.isIPv4) ?? addresses.first
    }

    /// The networks that interfaces are in.
    fileprivate func networks(of interfaces: [String]) -> [Network] {
        assignments.filter { interfaces.contains($0.interface) && !$0.address.isLinkLocal }
            .compactMap(\.network)
    }
}

extension SinkSettings {
    /// Returns the place that the host asks: a loopback address if there is one.
    fileprivate func localServer(_ interfaces: NetworkInterfaces.Snapshot) -> ServerAddress {
        let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
        guard nameServer != nil else {
            let server = dnsmasq?.server
            return ServerAddress(server?.address ?? loopback, port: server?.port ?? 53)
        }
        let servers = servers(interfaces)
        var server =
            servers.first { $0.address.isLoopback || $0.address.unreachableReason == .unspecified }
            ?? servers.first ?? ServerAddress(loopback)
        if server.address.unreachableReason == .unspecified { server.address = loopback }
        return server
    }

    /// The port at which our own server answers on a bridge; nil if that is not known.
    fileprivate var bridgePort: UInt16? {
        guard let nameServer else { return nil }
        let ports = nameServer.listen.compactMap { place -> UInt16? in
            switch place {
            case .interface(_, let port): port
            case .address(let server): server.address.isLoopback ? nil : server.port
            }
        }
        return ports.first
    }

    fileprivate func servers(_ interfaces: NetworkInterfaces.Snapshot) -> [ServerAddress] {
        (nameServer?.listen ?? []).compactMap { place in
            switch place {
            case .address(let server): server
            case .interface(let name, let port):
                interfaces.firstAddress(of: name).map { ServerAddress($0, port: port) }
            }
        }
    }
}

extension IPAddress {
    fileprivate var isLoopback: Bool { unreachableReason == .loopback }
}

internal import DockerNetwork
internal import DockerNetworkDnsmasq

/// What `print-config` was asked for, from the outside and so not yet believed.
package struct SnippetRequest: Sendable {
    /// The bridges of container engines, of which the first that has an address is taken.
    package static let bridges = ["docker0", "podman0", "cni-podman0"]

    /// Whose configuration.
    package var kind: SnippetKind
    /// What `--listen` said.
    package var listen: [String]
    /// What `--interface` said.
    package var interface: String?
    /// What `--upstream` said.
    package var upstreams: [String]

    /// Joins them.
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
    ///   - configuration: Gives the dnsmasq sink, the first, and the domain where that has none of its
    ///     own.
    ///   - interfaces: What this machine has.
    ///   - resolvFile: Names the upstream servers, where `--upstream` does not.
    /// - Returns: What the snippet is made of.
    /// - Throws: `ToolError`: 64 for an option, 78 where there is no dnsmasq sink.
    package func settings(
        _ configuration: Configuration, interfaces: NetworkInterfaces.Snapshot, resolvFile: String
    ) throws(ToolError) -> SnippetSettings {
        guard let sink = configuration.sinks.first(where: { $0.kind == "dnsmasq" }) else {
            throw .configuration(
                configuration.file ?? "sinks",
                "there is no sink of the kind \"dnsmasq\"; add one to [[sinks]]")
        }
        let interface = try checkedInterface()
        let listen = try addresses()
        let upstreams = try servers()
        let bridgeName = Self.bridges.first { interfaces.firstAddress(of: $0) != nil }
        let bridge = bridgeName.flatMap(interfaces.firstAddress)
        let local = sink.server?.address ?? .v4(IPv4Address(rawValue: 0x7F00_0001))
        var listening = listen
        if listen.isEmpty, interface == nil {
            listening = [bridge, local].compactMap { $0 }
            if bridge == local { listening.removeLast() }
        }
        let port = sink.server?.port ?? 53
        if let loop = upstreams.first(where: {
            $0.port == port && (listening + [local]).contains($0.address)
        }) {
            throw SettingSource.flag("--upstream").error(
                "\(loop.address) is where this dnsmasq answers: it would ask itself")
        }
        let named = listen.first { !$0.isLoopback } ?? interface.flatMap(interfaces.firstAddress)
        return SnippetSettings(
            domain: sink.domain ?? configuration.domain, sink: sink, listenAddresses: listening,
            interface: interface, upstreams: upstreams, resolvFile: resolvFile,
            containerAddress: containerAddress(
                named, isNamed: !listen.isEmpty || interface != nil, bridge),
            hostAddress: listen.first(where: \.isLoopback) ?? listen.first ?? local,
            link: interface ?? bridgeName ?? Self.bridges[0])
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

    private func servers() throws(ToolError) -> [DnsmasqServer] {
        if kind != .dnsmasq, !upstreams.isEmpty {
            throw SettingSource.flag("--upstream").error(
                "only 'print-config dnsmasq' has one: everybody else asks dnsmasq")
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
}

extension IPAddress {
    fileprivate var isLoopback: Bool { unreachableReason == .loopback }
}

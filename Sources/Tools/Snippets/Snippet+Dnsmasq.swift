internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkDnsmasq
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition

extension Snippet {
    /// dnsmasq's configuration, as dnsmasq(8) has it.
    static func dnsmasq(_ settings: SnippetSettings) throws(ToolError) -> String {
        """
        # /etc/dnsmasq.d/my-docker-network, then restart dnsmasq: once, and never again for a name.

        \(try hosts(settings))
        # The process that 'serve' signals.
        pid-file=\(try quoted(settings.dnsmasq.pidFile))

        # A name below the domain is known here or nowhere: nobody else is asked for it.
        local=/\(settings.domain)/
        # Nor for the name of a private address.
        bogus-priv

        # Not /etc/hosts: a line there such as '127.0.1.1 myhost' tells containers that the host is themselves.
        no-hosts
        # Of a name's addresses those that are on the asker's own network, if there are any.
        localise-queries

        # Also on interfaces that come later, as a container engine's bridge does.
        bind-dynamic
        \(listening(settings).joined(separator: "\n"))

        \(try upstream(settings).joined(separator: "\n"))

        """
    }

    private static func hosts(_ settings: SnippetSettings) throws(ToolError) -> String {
        switch settings.dnsmasq.layout {
        case .directory:
            """
            # 'serve' writes small files there; dnsmasq notices each, and its user must be able to read them.
            hostsdir=\(try quoted(settings.sink.path))
            """
        case .file:
            """
            # 'serve' writes this file and signals dnsmasq, whose user must be able to read it.
            addn-hosts=\(try quoted(settings.sink.path))
            """
        }
    }

    private static func listening(_ settings: SnippetSettings) -> [String] {
        var lines = settings.listenAddresses.map { "listen-address=\($0)" }
        if let interface = settings.interface { lines.append("interface=\(interface)") }
        let port = settings.hostServer.port
        if port != 53 { lines.append("port=\(port)") }
        return lines
    }

    private static func upstream(_ settings: SnippetSettings) throws(ToolError) -> [String] {
        guard settings.upstreams.isEmpty else {
            let servers = settings.upstreams.map {
                "server=" + $0.address.withPort($0.port, before: "#")
            }
            return ["# Who knows all other names.", "no-resolv"] + servers
        }
        var lines = [
            "# The file that names who knows all other names: never one that names this dnsmasq."
        ]
        if settings.resolvFile == UpstreamFile.own {
            lines += [
                "# Make it before /etc/resolv.conf names this dnsmasq:",
                "#   cp /etc/resolv.conf \(settings.resolvFile)",
            ]
        }
        return lines + ["resolv-file=\(try quoted(settings.resolvFile))"]
    }

    /// A path as dnsmasq reads it: in quotes, where a backslash escapes, unless it is plain.
    ///
    /// - Throws: `ToolError` (78) where a line cannot hold it: dnsmasq reads 1,024 bytes a line.
    private static func quoted(_ path: String) throws(ToolError) -> String {
        guard !path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw .configuration(
                "path \(Printable.quoted(path))",
                "holds a control character, which no line of dnsmasq's configuration can")
        }
        var text = path
        if !path.utf8.allSatisfy(isPlain) {
            text = "\""
            for scalar in path.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            text += "\""
        }
        guard text.utf8.count <= 1_000 else {
            throw .configuration(
                "path \(Printable.quoted(path))",
                "is too long for a line of dnsmasq's configuration")
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

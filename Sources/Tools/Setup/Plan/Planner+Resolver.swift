internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkSnippets

/// The machine's own programs.
extension Planner {
    private static let line = "nameserver 127.0.0.1"

    /// Sees that the machine's programs, and what else asks its dnsmasq, find our names.
    mutating func planResolver() throws(ToolError) {
        try planDnsmasq()
        switch machine.resolver {
        case .resolved: try planResolved()
        case .networkManagerDnsmasq: try planNetworkManager()
        case .file(let writer): planResolvConf(writer)
        }
    }

    // MARK: - dnsmasq

    private mutating func planDnsmasq() throws(ToolError) {
        guard needsDnsmasq, let dnsmasq = machine.dnsmasq else { return }
        // One that reads the names from a sink is told already.
        if nameServer != nil {
            let text = try Snippet.text(.dnsmasq, try snippetSettings(.dnsmasq))
            write(
                SetupFiles.dnsmasq, Array(text.utf8),
                reason: "dnsmasq has port 53; it asks our server for the names")
        }
        guard isChanged(SetupFiles.dnsmasq) || dnsmasq.isOlderThanSettings else { return }
        restarts.append(
            Plan.Restart(
                program: "dnsmasq",
                words: machine.hasSystemd
                    ? ["systemctl", "restart", "dnsmasq"] : ["service", "dnsmasq", "restart"],
                reason: "it reads its settings when it starts",
                until: "the names resolve only where our own server is asked"))
    }

    private mutating func planNetworkManager() throws(ToolError) {
        let text = try Snippet.text(.networkManager, try snippetSettings(.networkManager))
        write(
            SetupFiles.networkManager, Array(text.utf8),
            reason: "NetworkManager's dnsmasq asks our server for the names")
        guard isChanged(SetupFiles.networkManager) else { return }
        restarts.append(
            Plan.Restart(
                program: "NetworkManager's dnsmasq",
                words: ["nmcli", "general", "reload", "dns-full"],
                reason: "it reads its settings when it starts",
                until: "this machine's own programs do not resolve the names"))
    }

    // MARK: - systemd-resolved

    private mutating func planResolved() throws(ToolError) {
        let unit = "my-docker-network-link.service"
        write(
            SetupFiles.linkUnit,
            Array(try Snippet.text(.resolved, try snippetSettings(.resolved)).utf8),
            reason:
                "systemd-resolved asks our server for names below \(configuration.domain), on a "
                + "link of its own; its other servers stay")
        if machine.hasNetworkd {
            write(
                SetupFiles.unmanagedLink, Array(ResolvedLink.unmanaged.utf8),
                reason: "systemd-networkd leaves that link alone")
            if isChanged(SetupFiles.unmanagedLink) {
                commands.append(
                    Plan.Command(
                        ["networkctl", "reload"], afterUndo: ["networkctl", "reload"],
                        reason: "systemd-networkd reads its settings"))
            }
        }
        if !machine.activeUnits.contains(unit) {
            commands.append(
                Plan.Command(
                    ["systemctl", "enable", "--now", unit],
                    undo: ["systemctl", "disable", "--now", unit],
                    reason: "the link exists, now and after each start of the machine"))
        } else if isChanged(SetupFiles.linkUnit) {
            commands.append(
                Plan.Command(["systemctl", "restart", unit], reason: "the link is made anew"))
        }
    }

    // MARK: - /etc/resolv.conf

    private mutating func planResolvConf(_ writer: Machine.Writer) {
        if case .other(let program) = machine.loopbackServer {
            remarks.append(
                "\(program) has port 53 at 127.0.0.1: let it ask our server for names below "
                    + "\(configuration.domain); for unbound: my-docker-network print-config unbound"
            )
            return
        }
        let old = machine.files[SetupFiles.resolvConf] ?? []
        switch writer {
        case .dhclient:
            append(
                "prepend domain-name-servers 127.0.0.1;", to: SetupFiles.dhclient,
                reason: "dhclient goes on writing that line")
        case .dhcpcd:
            append(Self.line, to: SetupFiles.dhcpcd, reason: "dhcpcd goes on writing that line")
        case .resolvconf:
            append(
                Self.line, to: SetupFiles.resolvconf,
                reason: "resolvconf writes our server before the others")
            if isChanged(SetupFiles.resolvconf) {
                commands.append(
                    Plan.Command(
                        ["resolvconf", "-u"], afterUndo: ["resolvconf", "-u"],
                        reason: "resolvconf writes /etc/resolv.conf"))
            }
            return
        case .networkManager:
            remarks.append(
                "NetworkManager writes /etc/resolv.conf anew at each change of the network; let it use "
                    + "dnsmasq (my-docker-network print-config networkmanager), and run setup again"
            )
        case .unknown: break
        }
        guard !Self.namesLoopback(old) else { return }
        write(
            SetupFiles.resolvConf, Self.inserted(into: old),
            reason: "this machine's programs ask our server first, which asks the others",
            line: Self.line)
    }

    /// Whether the first server is one of this machine's.
    private static func namesLoopback(_ text: [UInt8]) -> Bool {
        let words = text.split(separator: UInt8(ascii: "\n")).map {
            $0.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        guard let first = words.first(where: { $0.first?.elementsEqual("nameserver".utf8) == true })
        else { return false }
        return first.dropFirst().first?.starts(with: "127.".utf8) == true
    }

    private static func inserted(into text: [UInt8]) -> [UInt8] {
        var start = 0
        while start < text.count {
            if text[start...].starts(with: "nameserver".utf8) { break }
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count - 1
            start = end + 1
        }
        var text = text
        if start == text.count, !text.isEmpty, text.last != UInt8(ascii: "\n") {
            text.append(UInt8(ascii: "\n"))
            start += 1
        }
        text.insert(contentsOf: "\(line)\n".utf8, at: start)
        return text
    }

    private mutating func append(_ line: String, to path: String, reason: String) {
        var text = text(of: path) ?? []
        let lines = text.split(separator: UInt8(ascii: "\n"))
        guard !lines.contains(where: { $0.elementsEqual(line.utf8) }) else { return }
        if !text.isEmpty, text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        text += "\(line)\n".utf8
        write(path, text, reason: reason, line: line)
    }
}

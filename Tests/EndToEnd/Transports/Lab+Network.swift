import Foundation
import Testing

extension Lab {
    /// The command that runs another with this text as /etc/hosts.
    ///
    /// - Parameters:
    ///   - hosts: The lines of the file.
    ///   - resolver: The text of /etc/resolv.conf, with a network of its own beside it in which
    ///     nothing but the loopback is; nil: the machine's.
    /// - Returns: The command, which the other's path and arguments follow.
    /// - Throws: Where a file cannot be written.
    func command(
        withHosts hosts: String, resolver: String? = nil
    ) throws -> [String] {
        let number = UInt64.random(in: .min ... .max)
        let file = try write(hosts, to: "etc-hosts-\(number)")
        var script = "mount --bind '\(file)' /etc/hosts"
        if let resolver {
            let file = try write(resolver, to: "etc-resolv-\(number)")
            script += " && mount --bind '\(file)' /etc/resolv.conf && ip link set lo up"
        }
        return ["/usr/bin/env", "unshare", "--mount"] + (resolver == nil ? [] : ["--net"])
            + ["/bin/sh", "-c", script + " && exec \"$@\"", "sh"]
    }

    /// Starts a place that listens and is no broker, until it does.
    @discardableResult
    func startBadListener(
        _ manner: String, _ address: String, _ port: UInt16
    ) async throws -> RunningProgram {
        let program = try start(
            "\(manner)-listener",
            [
                environment.python, environment.testFile("Python/bad_listener.py"), manner, address,
                "\(port)",
            ])
        try await program.waitForLine("listening")
        return program
    }

    /// Starts a relay to a port of the broker.
    func startRelay(
        from address: String = "127.0.0.1", _ port: UInt16, to target: UInt16
    ) async throws -> RunningProgram {
        let program = try start(
            "relay",
            [
                environment.python, environment.testFile("Python/relay.py"), "\(address):\(port)",
                "\(target)",
            ])
        try await program.waitForLine("relaying")
        return program
    }

    /// The port of a scheme's listener at the lab's broker.
    func port(of scheme: String) -> UInt16 {
        scheme == "http" ? environment.managementPort : environment.brokerPort
    }
}

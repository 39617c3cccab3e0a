import DockerNetwork
import DockerNetworkSystem
import Glibc
import Testing

@testable import DockerNetworkNameServer
import TestSupport

/// A name server on a free port of the loopback, over UDP and TCP.
final class RunningServer {
    let server: NameServer
    let port: UInt16
    private(set) var zone: Zone

    /// Starts one with hostnames and their addresses, which may listen at all addresses.
    init(
        _ names: [(String, String)] = [], isWildcard: Bool = false,
        _ change: (inout NameServerSettings) -> Void = { _ in }
    ) throws {
        var settings = NameServerSettings(domain: .docker)
        change(&settings)
        zone = Zone(domain: .docker)
        server = try NameServer(settings, zone: zone)
        let address: [UInt8] = isWildcard ? [0, 0, 0, 0] : [127, 0, 0, 1]
        // A port that is free for both.
        while true {
            let any = try #require(SocketName(address: address, port: 0))
            let datagrams = try ServerSocket(.udp, at: any)
            guard let streams = try? ServerSocket(.tcp, at: datagrams.name) else { continue }
            port = datagrams.name.port
            _ = try server.serve(datagrams: FileDescriptor(adopting: datagrams.duplicate()))
            _ = try server.serve(streams: FileDescriptor(adopting: streams.duplicate()))
            break
        }
        for (name, address) in names { try add(name, address) }
        server.publish(zone)
    }

    private func add(_ name: String, _ address: String) throws {
        zone.insert(
            try Hostname(name, in: .docker), try #require(IPAddress(address)))
    }

    /// Registers one more name, and publishes it.
    func register(_ name: String, _ address: String) throws {
        try add(name, address)
        server.publish(zone)
    }

    /// Removes a name, and publishes that.
    func withdraw(_ name: String, _ address: String) throws {
        zone.remove(try Hostname(name, in: .docker), try #require(IPAddress(address)))
        server.publish(zone)
    }

    /// Whether the counts become what they should be: they follow the answers a moment later.
    func counts(_ isMet: (NameServerCounts) -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while !isMet(server.counts) {
            guard ContinuousClock.now < end else { return false }
            usleep(1000)
        }
        return true
    }

    /// A new client.
    func client(isStream: Bool = false, at address: UInt32 = 0x7F00_0001) throws -> WireClient {
        let client = try WireClient(port, at: address, isStream: isStream)
        client.server = self
        return client
    }

    /// Asks over UDP for records of a type.
    func ask(_ name: String, _ type: UInt16, isStream: Bool = false) throws -> DNSWireMessage {
        try client(isStream: isStream).ask(DNSWireMessage(name, type))
    }
}

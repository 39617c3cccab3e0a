import DockerNetwork
import DockerNetworkDNS

@testable import DockerNetworkNameServer

/// Everything that reads messages of the domain name system, for `Scripts/fuzz --coverage`.
///
/// libFuzzer looks for inputs that reach new code. It calls from one thread.
enum NameServerCoverage {
    private static let clients: [IPAddress] = [
        .v4(IPv4Address(rawValue: 0x0A00_0001)), .v6(IPv6Address(rawValue: 0xFD00 << 112 | 1)),
    ]
    private static let responders = [false, true].map { answersSubdomains in
        var settings = NameServerSettings(domain: .docker)
        settings.answersSubdomains = answersSubdomains
        return Responder(settings)
    }
    private static let snapshots = [[], [ServerAddress(clients[0])]].map { upstreams in
        var snapshot = Snapshot(zone: zone, serial: 7)
        snapshot.upstreams = upstreams
        return snapshot
    }
    private static let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 65_535, alignment: 8)

    private static var zone: Zone {
        var zone = Zone(domain: .docker)
        for last in 1...120 {
            for name in ["web", "db.shop", "same-\(last)"] {
                guard let hostname = try? Hostname(name, in: .docker),
                    let four = IPAddress("10.0.3.\(last)"), let six = IPAddress("fd00::\(last)")
                else { preconditionFailure("'\(name)' and its addresses are valid") }
                zone.insert(hostname, four)
                zone.insert(hostname, six)
            }
        }
        return zone
    }

    /// Answers a message over UDP and TCP, and reads it as an answer.
    static func read(_ message: UnsafeRawBufferPointer) {
        // What varies beside the message follows from it, so that an input stays one.
        let choice = Int(message.first ?? 0)
        for isStream in [false, true] {
            let outcome = responders[choice & 1].respond(
                to: message, from: clients[choice >> 1 & 1], isStream: isStream,
                snapshots[choice >> 2 & 1],
                into: UnsafeMutableRawBufferPointer(
                    rebasing: buffer[..<(isStream ? 65_535 : 1232)]))
            if case .answer(let size) = outcome { check(size, of: message) }
        }
        let bytes = [UInt8](message)
        guard let id = DNSMessage.id(of: bytes) else { return }
        for type in [DNSType.a, .aaaa] { _ = DNSMessage.answer(bytes, to: id, type: type) }
        _ = DNSMessage.text(bytes, to: id)
    }

    /// An answer is one, and to this question.
    private static func check(_ size: Int, of message: UnsafeRawBufferPointer) {
        guard let question = DNSHeader(reading: message),
            let header = DNSHeader(reading: UnsafeRawBufferPointer(rebasing: buffer[..<size]))
        else { preconditionFailure("an answer without a header") }
        precondition(header.isResponse && !question.isResponse && header.id == question.id)
    }
}

/// Tries one input; libFuzzer looks for a function of this name.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    NameServerCoverage.read(UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}

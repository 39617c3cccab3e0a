import Foundation
import Testing

/// How the programs of the tests reach the broker, where a test names no URL itself.
///
/// `LAB_TRANSPORT` chooses it: `Scripts/test` runs the suites whose promises do not depend on it
/// once more over each.
enum LabTransport: String, Sendable, CaseIterable {
    /// AMQP alone.
    case amqp
    /// The management API alone.
    case http
    /// Both, AMQP preferred.
    case both

    /// What the environment names; AMQP where it says nothing.
    static let current = named(ProcessInfo.processInfo.environment["LAB_TRANSPORT"])

    /// Whether a host answers, and asks to announce again, over it.
    var hasReceipts: Bool { self != .http }

    /// The users' tags: the management API lets in nobody without one.
    var userTags: String { self == .amqp ? "" : "management" }

    /// The schemes of the URLs, in order of preference, each with the port of the lab that it takes.
    func schemes(in environment: LabEnvironment) -> [(scheme: String, port: UInt16)] {
        let amqp = ("amqp", environment.brokerPort)
        let http = ("http", environment.managementPort)
        switch self {
        case .amqp: return [amqp]
        case .http: return [http]
        case .both: return [amqp, http]
        }
    }

    private static func named(_ name: String?) -> Self {
        guard let name else { return .amqp }
        guard let transport = Self(rawValue: name) else {
            fatalError("LAB_TRANSPORT=\(name): it must be amqp, http or both")
        }
        return transport
    }
}

extension Trait where Self == ConditionTrait {
    /// What it tests is promised only where the host answers, or is about AMQP itself.
    static var needsReceipts: Self {
        .enabled(
            if: LabTransport.current.hasReceipts, "over HTTP nobody answers, and no broker blocks")
    }

    /// It names its URLs itself, so that it runs only once.
    static var onlyOnce: Self {
        .enabled(if: LabTransport.current == .amqp, "it does not depend on LAB_TRANSPORT")
    }
}

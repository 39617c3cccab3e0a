public import DockerNetwork
public import Testing

/// What every transport must do, as rows for a parameterised test.
///
/// ```swift
/// @Test(arguments: TransportConformance.rows(subjects))
/// func conforms(_ row: TransportConformance.Row) async throws {
///     try await row.run()
/// }
/// ```
///
/// A rule that needs a capability has no row for a transport without it.
public struct TransportConformance: Sendable {
    /// How the transport is called in the rows' names.
    public var name: String
    /// What it says it can do; compared with the transport itself in each row.
    public var capabilities: TransportCapabilities
    /// Whether its fixtures can inject a body.
    public var canInject: Bool
    /// What it does for its senders.
    public var fairness: Fairness
    /// Makes a wire that nobody else uses.
    public var make: @Sendable () async throws -> TransportFixture

    /// What a transport that tells senders apart does for them.
    public struct Fairness: OptionSet, Hashable, Sendable {
        /// The set as bits.
        public let rawValue: Int

        /// Makes a set of its bits.
        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// What has arrived is given out in turns of instances.
        public static let instances = Self(rawValue: 1 << 0)
        /// And of senders: its fixtures have another one.
        public static let senders = Self(rawValue: 1 << 1)
        /// It tells the host that an emitter's connection has ended.
        public static let departures = Self(rawValue: 1 << 2)
    }

    /// Creates one from its parts.
    public init(
        name: String, capabilities: TransportCapabilities, canInject: Bool = false,
        fairness: Fairness = [],
        make: @escaping @Sendable () async throws -> TransportFixture
    ) {
        self.name = name
        self.capabilities = capabilities
        self.canInject = canInject
        self.fairness = fairness
        self.make = make
    }

    /// One rule for one transport.
    public struct Row: Sendable, CustomTestStringConvertible {
        /// The transport.
        public var subject: TransportConformance
        /// The rule.
        public var rule: TransportRule

        /// `RabbitMQ, durable: keeps the order`.
        public var testDescription: String { "\(subject.name): \(rule.rawValue)" }

        /// Makes a wire, checks the rule on it, and takes it down.
        ///
        /// - Throws: What the transport threw and the rule does not expect.
        public func run() async throws {
            let fixture = try await subject.make()
            #expect(fixture.transport.capabilities == subject.capabilities)
            #expect((fixture.inject != nil) == subject.canInject)
            #expect((fixture.other != nil) == subject.fairness.contains(.senders))
            do {
                try await rule.check(fixture)
            } catch {
                await fixture.tearDown()
                throw error
            }
            await fixture.tearDown()
        }
    }

    /// A row for each rule that applies to each transport.
    public static func rows(_ subjects: [Self]) -> [Row] {
        subjects.flatMap { subject in
            TransportRule.allCases
                .filter { $0.needs.isSubset(of: subject.capabilities) }
                .filter { !$0.needsInjection || subject.canInject }
                .filter { $0.needsFairness.isSubset(of: subject.fairness) }
                .map { Row(subject: subject, rule: $0) }
        }
    }
}

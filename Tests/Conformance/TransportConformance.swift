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
    /// Makes a wire that nobody else uses.
    public var make: @Sendable () async throws -> TransportFixture

    /// Joins the four.
    public init(
        name: String, capabilities: TransportCapabilities, canInject: Bool = false,
        make: @escaping @Sendable () async throws -> TransportFixture
    ) {
        self.name = name
        self.capabilities = capabilities
        self.canInject = canInject
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
                .map { Row(subject: subject, rule: $0) }
        }
    }
}

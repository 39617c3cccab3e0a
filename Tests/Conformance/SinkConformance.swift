public import Testing

/// What every sink must do, as rows for a parameterised test.
///
/// ```swift
/// @Test(arguments: SinkConformance.rows(subjects))
/// func conforms(_ row: SinkConformance.Row) async throws {
///     try await row.run()
/// }
/// ```
public struct SinkConformance: Sendable {
    /// How the sink is called in the rows' names.
    public var name: String
    /// Makes a new place, empty and of its own.
    public var make: @Sendable () async throws -> SinkPlace

    /// Creates one from its parts.
    public init(name: String, make: @escaping @Sendable () async throws -> SinkPlace) {
        self.name = name
        self.make = make
    }

    /// One rule for one sink.
    public struct Row: Sendable, CustomTestStringConvertible {
        /// The sink.
        public var subject: SinkConformance
        /// The rule.
        public var rule: SinkRule

        /// `system hosts: IPv6 addresses are held beside IPv4 ones`.
        public var testDescription: String { "\(subject.name): \(rule.rawValue)" }

        /// Makes a place and checks the rule in it.
        ///
        /// - Throws: What the sink threw and the rule does not expect.
        public func run() async throws {
            try await rule.check(try await subject.make())
        }
    }

    /// A row for each rule and each sink.
    public static func rows(_ subjects: [Self]) -> [Row] {
        subjects.flatMap { subject in
            SinkRule.allCases.map { Row(subject: subject, rule: $0) }
        }
    }
}

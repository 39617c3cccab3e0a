public import Testing

/// What every sink must do, as rows of a test.
///
/// ```swift
/// @Test(arguments: [SinkConformance("mine") { try makePlace() }], SinkConformance.Rule.allCases)
/// func conforms(sink: SinkConformance, rule: SinkConformance.Rule) async throws {
///     try await sink.check(rule)
/// }
/// ```
public struct SinkConformance: Sendable, CustomTestStringConvertible {
    /// One thing that a sink must do.
    public enum Rule: String, CaseIterable, Sendable {
        /// A second `apply` of the same table writes nothing.
        case appliesOnce = "an unchanged table writes nothing"
        /// A new sink reads what its predecessor wrote, and has nothing to write.
        case adopts = "a new sink adopts what its predecessor wrote"
        /// After a failure the whole table makes the place right.
        case retries = "a failure is thrown, and the next try makes it good"
        /// An empty table makes a place that holds nothing, and does no harm to an empty one.
        case empties = "an empty table leaves nothing of ours"
        /// What the changes remove goes, and nothing else does.
        case removes = "a removed registration goes, the others stay"
        /// A change of holder changes the entry and keeps the name.
        case changesHolder = "a new holder takes the entry's place"
        /// IPv6 addresses are held like IPv4 ones, of the same name too.
        case holdsIPv6 = "IPv6 addresses are held beside IPv4 ones"
        /// The longest hostnames and origins fit.
        case holdsLongest = "the longest hostnames fit"
        /// Changes in many small steps end where the whole table does.
        case follows = "changes step by step end at the table"
        /// 100,000 names are held, and one more and one less of them.
        case holdsMany = "100,000 names fit, and one of them goes"
        /// At every instant of a write, what stays is there and nothing is that never was.
        case isAtomic = "a reader in a loop never misses what stays"
        /// Whatever a writer had done when it was killed, its successor makes good.
        case survivesKills = "a successor adopts what a killed writer left"
        /// What is not the sink's stays as it is.
        case keepsForeign = "what is not ours stays as it is"
    }

    /// The adapter's name.
    public let name: String
    private let makePlace: @Sendable () async throws -> SinkPlace

    /// Names an adapter.
    ///
    /// - Parameters:
    ///   - name: Its name in the test's output.
    ///   - make: Makes a new place, empty and of its own.
    public init(_ name: String, make: @escaping @Sendable () async throws -> SinkPlace) {
        self.name = name
        makePlace = make
    }

    /// The adapter's name.
    public var testDescription: String { name }

    /// Checks one rule in a new place.
    public func check(_ rule: Rule) async throws {
        let place = try await makePlace()
        switch rule {
        case .appliesOnce: try await checkAppliesOnce(place)
        case .adopts: try await checkAdopts(place)
        case .retries: try await checkRetries(place)
        case .empties: try await checkEmpties(place)
        case .removes: try await checkRemoves(place)
        case .changesHolder: try await checkChangesHolder(place)
        case .holdsIPv6: try await checkHoldsIPv6(place)
        case .holdsLongest: try await checkHoldsLongest(place)
        case .follows: try await checkFollows(place)
        case .holdsMany: try await checkHoldsMany(place)
        case .isAtomic: try await checkIsAtomic(place)
        case .survivesKills: try await checkSurvivesKills(place)
        case .keepsForeign: try await checkKeepsForeign(place)
        }
    }
}

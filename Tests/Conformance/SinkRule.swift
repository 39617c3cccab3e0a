/// One thing that every sink must do, and how it is checked.
public enum SinkRule: String, Sendable, CaseIterable {
    /// A second `apply` of the same table writes nothing.
    case appliesOnce = "an unchanged table writes nothing"
    /// A new sink reads what its predecessor wrote, and has nothing to write.
    case adopts = "a new sink adopts what its predecessor wrote"
    /// After a failure the whole table makes the place right.
    case retries = "a failure is thrown, and the next try makes it good"
    /// An empty table makes a place that holds nothing, and does no harm to an empty one.
    case empties = "an empty table leaves no entry"
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

    func check(_ place: SinkPlace) async throws {
        switch self {
        case .appliesOnce: try await place.checkAppliesOnce()
        case .adopts: try await place.checkAdopts()
        case .retries: try await place.checkRetries()
        case .empties: try await place.checkEmpties()
        case .removes: try await place.checkRemoves()
        case .changesHolder: try await place.checkChangesHolder()
        case .holdsIPv6: try await place.checkHoldsIPv6()
        case .holdsLongest: try await place.checkHoldsLongest()
        case .follows: try await place.checkFollows()
        case .holdsMany: try await place.checkHoldsMany()
        case .isAtomic: try await place.checkIsAtomic()
        case .survivesKills: try await place.checkSurvivesKills()
        case .keepsForeign: try await place.checkKeepsForeign()
        }
    }
}

import Foundation

/// How a table differs from the truth, name by name.
struct TableDifference: Sendable {
    private struct ListedName: Decodable {
        var name: String
        var address: String
    }

    /// What should be there and is not.
    var lost: [String] = []
    /// What is there and should not be.
    var wrong: [String] = []

    var isEmpty: Bool { lost.isEmpty && wrong.isEmpty }

    /// Asks a name server for every name and every address, those that are gone included.
    init(
        of names: NameServer, from truth: Set<FaultRegistration>,
        everSeen: Set<FaultRegistration>
    ) async {
        for name in Set(everSeen.map(\.name)).sorted() {
            for kind in [DNSAnswer.Kind.a, .aaaa] {
                let expected = truth.filter { $0.name == name && $0.kind == kind }.map(\.address)
                let answer = await names.ask(name, kind)
                compare(answer?.records, expected, "\(name) \(kind)")
            }
        }
        for address in Set(everSeen.map(\.address)).sorted() {
            let expected = truth.filter { $0.address == address }.map(\.name)
            let records = await names.ask(address, .pointer)?.records
            // Of several names at an address dnsmasq gives one.
            let found = expected.count > 1 && records?.count == 1 ? expected.sorted() : records
            guard records == nil || Set(records ?? []).isSubset(of: expected) else {
                wrong.append("\(address) \(records ?? [])")
                continue
            }
            compare(found, expected, address)
        }
    }

    /// Compares with what `list --json` printed.
    init(ofList text: String, from truth: Set<FaultRegistration>) {
        let listed = try? JSONDecoder().decode([ListedName].self, from: Data(text.utf8))
        let found = (listed ?? []).map {
            "\(FaultRegistration(name: $0.name, address: $0.address))"
        }
        compare(listed == nil ? nil : found, truth.map(\.description), "list --json:")
    }

    private mutating func compare(_ found: [String]?, _ expected: [String], _ what: String) {
        guard let found else {
            lost.append("\(what) has no answer")
            return
        }
        lost += Set(expected).subtracting(found).sorted().map { "\(what) \($0)" }
        wrong += Set(found).subtracting(expected).sorted().map { "\(what) \($0)" }
        if Set(found).count != found.count { wrong.append("\(what) twice: \(found)") }
    }
}

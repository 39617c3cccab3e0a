import Glibc

/// The rows of a run: each is printed as it comes, and all are kept as JSON.
package struct Report {
    private var rows: [Row] = []

    /// Prints the table's head.
    package init() {
        print(Row.head)
        fflush(nil)
    }

    package mutating func add(_ row: Row) {
        print(row.line)
        fflush(nil)
        rows.append(row)
    }

    /// Says how many goals were reached, and writes the rows as lines of JSON where a file is given.
    package func end(json file: String?) throws {
        let verdicts = rows.compactMap(\.isMet)
        if !verdicts.isEmpty {
            print("\(verdicts.count { $0 }) of \(verdicts.count) goals met")
        }
        guard let file else { return }
        try Folder.write(rows.map(\.json).joined(separator: "\n") + "\n", to: file)
    }
}

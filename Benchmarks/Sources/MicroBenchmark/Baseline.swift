import Measuring

/// The allocations of each operation as they once were, in a file that is kept with the sources.
///
/// A line: operation, blocks, bytes, both for each time it is done, separated by tabs. A line that begins
/// with `#` is for people.
struct Baseline {
    /// The figures of one operation.
    struct Counts {
        var blocks: Double
        var bytes: Double
    }

    private(set) var counts: [(name: String, counts: Counts)] = []

    /// Without any operation.
    init() {}

    /// Reads a file.
    ///
    /// - Parameter file: Its path.
    /// - Throws: `BenchmarkError` where there is none, or a line is none of a baseline.
    init(reading file: String) throws {
        guard let text = Folder.read(file) else {
            throw BenchmarkError("cannot read \(file); make it by Scripts/benchmark guard --update")
        }
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            guard fields.count == 3, let blocks = Double(fields[1]), let bytes = Double(fields[2])
            else { throw BenchmarkError("\(file): no line of a baseline: \(line)") }
            counts.append((String(fields[0]), Counts(blocks: blocks, bytes: bytes)))
        }
    }

    subscript(name: String) -> Counts? {
        counts.first { $0.name == name }?.counts
    }

    /// Adds what an operation did in one round.
    mutating func add(_ operation: Operation, _ allocations: Allocations) {
        let count = Double(operation.count)
        counts.append(
            (
                operation.name,
                Counts(
                    blocks: Self.rounded(Double(allocations.blocks) / count),
                    bytes: Self.rounded(Double(allocations.bytes) / count))
            ))
    }

    /// Writes the file.
    ///
    /// - Parameter file: Its path.
    /// - Throws: `BenchmarkError` where it cannot be written.
    func write(to file: String) throws {
        let head = "# operation, blocks and bytes each time: Scripts/benchmark guard --update"
        let lines = counts.map { "\($0.name)\t\($0.counts.blocks)\t\($0.counts.bytes)" }
        try Folder.write(([head] + lines).joined(separator: "\n") + "\n", to: file)
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

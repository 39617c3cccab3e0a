/// What kept a benchmark from being measured.
struct BenchmarkError: Error, CustomStringConvertible {
    /// One line.
    let description: String

    init(_ description: String) { self.description = description }
}

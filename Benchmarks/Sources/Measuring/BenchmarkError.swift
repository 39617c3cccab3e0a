/// What kept a benchmark from being measured.
package struct BenchmarkError: Error, CustomStringConvertible {
    /// One line.
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// What a query loop has counted.
struct QueryTally: Sendable {
    /// How many questions were asked about names that had to be there.
    var queries = 0
    /// How many of them had another answer than they had to have, or none.
    var failed = 0
    /// The longest that an answer took.
    var worst: Duration = .zero
    /// The first failures, in words.
    var failures: [String] = []

    private static let mostWords = 20

    mutating func count(_ latency: Duration) {
        queries += 1
        worst = max(worst, latency)
    }

    mutating func countFailure(_ words: @autoclosure () -> String) {
        queries += 1
        failed += 1
        if failures.count < Self.mostWords { failures.append(words()) }
    }
}

/// What did not happen in time.
struct DeadlineError: Error, CustomStringConvertible {
    var what: String
    var description: String { "\(what) did not happen in time" }
}

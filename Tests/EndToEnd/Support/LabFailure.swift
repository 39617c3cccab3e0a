/// A test's failure, with what the programs of its lab said.
struct LabFailure: Error, CustomStringConvertible {
    let description: String

    init(_ cause: String, _ words: String) {
        description = "\(cause)\n\(words)"
    }
}

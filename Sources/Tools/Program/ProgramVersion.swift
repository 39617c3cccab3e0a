/// The version of both programs, by Semantic Versioning.
package enum ProgramVersion {
    /// The text that `--version` prints.
    package static let text = "0.1.0"
}

/// The messages with which the programs end.
package enum ProgramEnd {
    /// The line on standard error: `PROGRAM: error: WHAT`.
    package static func line(_ program: Program, _ message: String) -> String {
        "\(program.rawValue): error: \(LogText.line(message))\n"
    }

    /// A line that says what a program does otherwise than it was told.
    package static func notice(_ program: Program, _ message: String) -> String {
        "\(program.rawValue): \(LogText.line(message))\n"
    }
}

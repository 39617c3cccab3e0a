/// The values of a command line's options, and the words beside them.
package struct CommandArguments: Sendable {
    /// The words beside the options, in order.
    package private(set) var operands: [String] = []
    private var given: [(name: String, value: String)] = []

    mutating func add(operand: String) {
        operands.append(operand)
    }

    /// Adds an option; a flag has no value.
    mutating func add(_ option: CommandOption, value: String = "") {
        given.append((option.name, value))
    }

    /// Whether an option is given.
    package func contains(_ option: CommandOption) -> Bool {
        given.contains { $0.name == option.name }
    }

    /// The value of an option, the last where it is given several times; nil: it is not given.
    package func value(of option: CommandOption) -> String? {
        given.last { $0.name == option.name }?.value
    }

    /// The values of an option, in the order in which they are given.
    package func values(of option: CommandOption) -> [String] {
        given.filter { $0.name == option.name }.map { $0.value }
    }
}

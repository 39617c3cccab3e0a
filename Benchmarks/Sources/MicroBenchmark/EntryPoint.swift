import ArgumentParser

/// Single operations: how long one takes, and what it allocates.
@main
struct EntryPoint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "micro", abstract: "Single operations, in time and in allocations.",
        subcommands: [Measure.self, Guard.self], defaultSubcommand: Measure.self)
}

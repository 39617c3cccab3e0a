import ArgumentParser

/// Measures the two programs as they are shipped, beside what they are compared with.
///
/// `Scripts/benchmark` builds them, starts a private broker, and starts this.
@main
struct EntryPoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programs",
        abstract: "The two programs as they are shipped, beside what they are compared with.",
        subcommands: [
            EmitBenchmark.self, ResolvableBenchmark.self, BurstBenchmark.self,
            SteadyBenchmark.self, EmitterBenchmark.self,
        ])
}

import Glibc
import Testing

/// Hostile inputs for one reader, so many of them or for so long, always the same for a seed.
///
/// The environment may say `MY_DOCKER_NETWORK_FUZZ_SECONDS` (for how long, in place of the test's
/// own number of inputs), `MY_DOCKER_NETWORK_FUZZ_SEED`, and `MY_DOCKER_NETWORK_FUZZ_FOLDER`, where
/// the input in hand is written before it is read: a crash takes the process with it.
public final class FuzzRun {
    /// Where the random choices begin.
    public let seed: UInt64
    /// How many inputs were taken so far.
    public private(set) var count = 0

    private let subject: String
    private let asked: UInt64
    private let inputs: Int
    private let journal: FuzzJournal?
    private let seconds: Int?
    private let started = ContinuousClock.now
    private var memoryWhenWarm: Int?

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - subject: What is tried, in a word.
    ///   - seed: Where the choices begin; one from the environment is mixed into it.
    ///   - inputs: How many inputs, where the environment does not say for how long.
    public init(_ subject: String, seed: UInt64, inputs: Int) {
        self.subject = subject
        self.inputs = inputs
        asked = Self.variable("SEED").flatMap { UInt64($0) } ?? 0
        self.seed = seed ^ asked
        seconds = Self.variable("SECONDS").flatMap { Int($0) }
        journal = Self.variable("FOLDER").flatMap { FuzzJournal("\($0)/\(subject)") }
    }

    /// Whether there is another input to try.
    ///
    /// Now and then others get their turn: tests with leases of a second run beside these.
    public func goesOn() async -> Bool {
        if count.isMultiple(of: 20) { await Task.yield() }
        guard let seconds else {
            count += 1
            return count <= inputs
        }
        if count.isMultiple(of: 64) {
            let elapsed = ContinuousClock.now - started
            if elapsed >= .seconds(seconds) { return false }
            if memoryWhenWarm == nil, elapsed >= .seconds(seconds) / 3 {
                memoryWhenWarm = FuzzMemory.now
            }
        }
        count += 1
        return true
    }

    /// Keeps the input that is about to be read, for the case that nothing comes after it.
    public func note(_ input: some Sequence<UInt8>) {
        journal?.write(ShownText.escaped(input))
    }

    /// Ends the run; one that went on for a time says what it did, and fails where memory grew.
    public func finish() {
        journal?.remove()
        guard seconds != nil else { return }
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let growth = FuzzMemory.now - (memoryWhenWarm ?? 0)
        print(
            "fuzz \(subject): \(count) inputs, \(Int(Double(count) / max(elapsed, 0.001))) a second,"
                + " seed \(asked), peak memory \(FuzzMemory.peak >> 20) MB,"
                + " \(growth >> 10) KB more than after a third of the time")
        guard memoryWhenWarm != nil else { return }
        #expect(growth < 16 << 20, "\(subject): memory grew by \(growth) bytes")
    }

    private static func variable(_ name: String) -> String? {
        getenv("MY_DOCKER_NETWORK_FUZZ_\(name)").map { String(cString: $0) }
    }
}

import TestSupport

/// Hostile texts: valid ones that were bent a little, which reach deeper than noise, and noise.
struct FuzzText {
    var generator: SeededGenerator
    private let run: FuzzRun
    private let samples: [String]
    private let alphabet: [UInt8]

    init(_ subject: String, seed: UInt64, samples: [String], alphabet: String) {
        run = FuzzRun(subject, seed: seed, inputs: 8_000)
        generator = SeededGenerator(seed: run.seed)
        self.samples = samples
        self.alphabet = Array(alphabet.utf8)
    }

    /// How many texts were taken so far.
    var count: Int { run.count }

    /// Whether there is another text to try.
    func goesOn() async -> Bool { await run.goesOn() }

    /// Ends the run.
    func finish() { run.finish() }

    /// The next text, as bytes; any byte may be in it but 0.
    mutating func next() -> [UInt8] {
        let text = make()
        run.note(text)
        return text
    }

    private mutating func make() -> [UInt8] {
        if generator.chance(0.1) {
            return (0..<Int.random(in: 0...60, using: &generator)).map { _ in byte() }
        }
        var bytes = Array((samples.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &generator) { bend(&bytes) }
        return bytes
    }

    private mutating func byte() -> UInt8 {
        generator.chance(0.9)
            ? alphabet.randomElement(using: &generator) ?? 1
            : UInt8.random(in: 1...255, using: &generator)
    }

    private mutating func bend(_ bytes: inout [UInt8]) {
        let index = Int.random(in: 0...bytes.count, using: &generator)
        let end = Int.random(in: index...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.insert(byte(), at: index)
        case 1 where index < bytes.count: bytes[index] = byte()
        case 2: bytes.removeSubrange(index..<min(end, index + 3))
        case 3: bytes.insert(contentsOf: bytes[index..<end], at: index)
        default:
            guard bytes.count < 2000 else { return }
            let count = Int.random(in: 1...80, using: &generator)
            bytes.insert(contentsOf: repeatElement(byte(), count: count), at: index)
        }
    }
}

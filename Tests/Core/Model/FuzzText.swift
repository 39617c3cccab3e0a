import Foundation

@testable import DockerNetwork

/// Hostile texts: valid ones that were bent a little, which reach deeper than noise, and noise.
struct FuzzText {
    var generator: SeededGenerator
    private let samples: [String]
    private let alphabet: [UInt8]
    private var count = 0

    /// How many texts each test takes; by hand `MY_DOCKER_NETWORK_FUZZ_ROUNDS` asks for more.
    static let rounds =
        ProcessInfo.processInfo.environment["MY_DOCKER_NETWORK_FUZZ_ROUNDS"].flatMap { Int($0) }
        ?? 8000

    init(seed: UInt64, samples: [String], alphabet: String) {
        generator = SeededGenerator(seed: seed)
        self.samples = samples
        self.alphabet = Array(alphabet.utf8)
    }

    /// The next text, as bytes; any byte may be in it but 0.
    ///
    /// Now and then others get their turn: tests with leases of a second run beside these.
    mutating func next() async -> [UInt8] {
        count += 1
        if count % 200 == 0 { await Task.yield() }
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

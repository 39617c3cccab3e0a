/// Bends valid inputs a little: that reaches deeper into a reader than noise does.
public struct FuzzBytes {
    /// Valid inputs to begin with.
    private let samples: [[UInt8]]
    /// What is put in, besides any byte.
    private let tokens: [[UInt8]]

    /// Creates one from its parts.
    ///
    /// - Parameters:
    ///   - samples: Valid inputs; at least one.
    ///   - tokens: What means something to the reader; at least one.
    public init(samples: [String], tokens: [String]) {
        self.init(samples: samples.map { Array($0.utf8) }, tokens: tokens.map { Array($0.utf8) })
    }

    /// Creates one from its parts, for what is no text.
    public init(samples: [[UInt8]], tokens: [[UInt8]]) {
        precondition(!samples.isEmpty && !tokens.isEmpty)
        self.samples = samples
        self.tokens = tokens
    }

    /// The next input: a sample bent up to six times, now and then a heap of tokens, or noise.
    public func next(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0:
            return (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
        case 1, 2:
            return (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in
                token(using: &generator)
            }
        default:
            var bytes = samples[Int.random(in: samples.indices, using: &generator)]
            for _ in 0..<Int.random(in: 0...6, using: &generator) { bend(&bytes, &generator) }
            return bytes
        }
    }

    private func token(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        tokens[Int.random(in: tokens.indices, using: &generator)]
    }

    private func bend(_ bytes: inout [UInt8], _ generator: inout some RandomNumberGenerator) {
        let index = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, index + Int.random(in: 0...24, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0 where index < bytes.count:
            bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1 where index < bytes.count:
            bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.removeSubrange(index..<end)
        case 3: bytes.replaceSubrange(index..<end, with: token(using: &generator))
        case 4:
            let other = Int.random(in: 0...bytes.count, using: &generator)
            bytes.insert(contentsOf: bytes[index..<end], at: other)
        case 5: bytes.removeSubrange(index...)
        case 6:
            // Some readers go wrong with many of the same only.
            let count = Int.random(in: 2...300, using: &generator)
            let repeated = token(using: &generator)
            for _ in 0..<count where bytes.count < 8_000 {
                bytes.insert(contentsOf: repeated, at: index)
            }
        default: bytes.insert(contentsOf: token(using: &generator), at: index)
        }
    }
}

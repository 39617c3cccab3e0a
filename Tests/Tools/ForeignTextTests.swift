import DockerNetworkSystem
import Testing
import TestSupport

@Suite("Text that keeps its bytes")
struct ForeignTextTests {
    @Test(
        "what is no UTF-8 comes back as it was",
        arguments: [
            [], [0x61], [0xE9], [0x63, 0xE9, 0x2E], [0xFF, 0xFE, 0x80], [0xC3, 0xA9], [0xC3],
            [0xF4, 0x8F, 0xBF, 0xA9], [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F], [0xED, 0xA0, 0x80],
            [0x65, 0xCC, 0x81], [0xC0, 0x80], [0xF0, 0x9F, 0x98, 0x80, 0xF0, 0x9F],
        ] as [[UInt8]])
    func samples(bytes: [UInt8]) {
        let text = ForeignText.decode(bytes)
        #expect(ForeignText.bytes(text) == bytes)
        #expect(
            ForeignText.isEscaped(text)
                == (String(validating: bytes, as: UTF8.self) == nil
                    || bytes.starts(with: [0xF4, 0x8F, 0xBF])
                    || bytes.starts(with: [0xF4, 0x8F, 0xBE])))
    }

    @Test("any bytes come back as they were")
    func random() {
        var generator = SeededGenerator(seed: 0xB17E5)
        let frequent: [UInt8] = [0x61, 0x80, 0x8F, 0xBE, 0xBF, 0xC3, 0xE2, 0xF4]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? frequent.randomElement(using: &generator) ?? 0
                    : UInt8.random(in: 0...255, using: &generator)
            }
            #expect(ForeignText.bytes(ForeignText.decode(bytes)) == bytes)
        }
    }

    @Test("what is UTF-8 is the same text")
    func plain() {
        #expect(ForeignText.decode(Array("caf\u{E9}".utf8)) == "caf\u{E9}")
    }
}

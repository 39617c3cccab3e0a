import DockerNetworkDNS
import TestSupport
import Testing

/// The codec beside another reader of messages, and against bytes of every kind.
struct DNSCodecTests {
    /// Names with common endings, as they compress.
    private static func name(_ generator: inout SeededGenerator) -> [[UInt8]] {
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count).map { _ in
            let size =
                Bool.random(using: &generator) ? 1 : Int.random(in: 1...40, using: &generator)
            return [UInt8](
                repeating: [0x61, 0x42, 0x2E, 0x00].randomElement(using: &generator) ?? 0,
                count: size)
        }
    }

    private static func wire(_ name: [[UInt8]]) -> [UInt8] {
        name.flatMap { [UInt8($0.count)] + $0 } + [0]
    }

    @Test func whatIsWrittenReadsBack() {
        var generator = SeededGenerator(seed: 17)
        var saved = 0
        for _ in 0..<2000 {
            let names = (0..<8).map { _ in Self.name(&generator) }.filter {
                Self.wire($0).count <= 255
            }
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                var writer = DNSWriter(UnsafeMutableRawBufferPointer(buffer))
                for name in names { Self.wire(name).withUnsafeBytes { writer.writeName($0) } }
                count = writer.count
            }
            saved += names.reduce(0) { $0 + Self.wire($1).count } - bytes.count
            bytes.withUnsafeBytes { message in
                var reader = DNSReader(message)
                var skipper = DNSReader(message)
                for name in names {
                    let read = Self.readName(&reader)
                    // Letters of both cases are the same name.
                    #expect(
                        read.map { $0.map(DNSWriter.lowercased) }
                            == Self.wire(name).map(DNSWriter.lowercased))
                    #expect(skipper.skipName() && skipper.index == reader.index)
                }
                #expect(reader.remaining == 0)
            }
        }
        #expect(saved > 3000)
    }

    private static func readName(_ reader: inout DNSReader) -> [UInt8]? {
        var count: Int?
        let bytes = [UInt8](unsafeUninitializedCapacity: 255) { buffer, written in
            count = reader.readName(into: UnsafeMutableRawBufferPointer(buffer))
            written = count ?? 0
        }
        return count == nil ? nil : bytes
    }

    /// What has no room is left out whole.
    @Test func aFullMessageStaysWhole() {
        let name = Self.wire([Array("web".utf8), Array("docker".utf8)])
        for capacity in 1..<60 {
            let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                var writer = DNSWriter(
                    UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: capacity))
                for index in 0..<8 {
                    let before = writer.count
                    if index.isMultiple(of: 2) {
                        name.withUnsafeBytes { writer.writeName($0) }
                    } else {
                        writer.writeRecordHead(type: .a, timeToLive: 0, length: 0)
                    }
                    #expect(writer.count <= capacity)
                    #expect(!writer.isFull || writer.count == before)
                }
                count = writer.count
            }
            #expect([0, 12, 22, 24, 34, 36, 46, 48, 58].contains(bytes.count), "\(capacity)")
        }
    }

    @Test(
        arguments: [
            [0xC0, 0], [0xC0, 1], [3, 1, 2], [0x40, 0], [0x80, 0], [0xC0], [], [1, 0x61, 0xC0, 0],
            [1, 0x61, 0xC0, 2], [0xC0, 2, 0xC0, 0],
        ] as [[UInt8]])
    func namesThatLeadNowhere(bytes: [UInt8]) {
        bytes.withUnsafeBytes { message in
            var reader = DNSReader(message)
            #expect(Self.readName(&reader) == nil)
        }
    }

    /// Names of hostile messages: never more than 255 bytes, never without end.
    @Test func hostileNames() {
        var generator = SeededGenerator(seed: 18)
        var readable = 0
        for _ in 0..<20_000 {
            let size = Int.random(in: 1...300, using: &generator)
            let bytes = (0..<size).map { _ in
                [0, 1, 2, 63, 0xC0, 0xC1, UInt8.random(in: 0...255, using: &generator)]
                    .randomElement(using: &generator) ?? 0
            }
            bytes.withUnsafeBytes { message in
                var reader = DNSReader(message, from: size / 2)
                guard let name = Self.readName(&reader) else { return }
                readable += 1
                #expect(name.count <= 255 && name.last == 0 && reader.index <= size)
            }
        }
        #expect(readable > 1000)
    }
}

#if RabbitMQManagement
    import Foundation
    import TestSupport
    import Testing

    @testable import DockerNetworkHTTP
    @testable import DockerNetworkRabbitMQManagement

    /// The reader and printer of JSON, held against Foundation's.
    struct JSONTests {
        /// Values as they grow from a seed, of every kind, nested to a depth.
        private static func value(_ generator: inout some RandomNumberGenerator, depth: Int)
            -> JSONValue
        {
            switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &generator) {
            case 0: return .null
            case 1: return .boolean(.random(using: &generator))
            case 2: return .integer(.random(in: .min ... .max, using: &generator))
            case 3:
                // One with a fraction: without it, it comes back as an integer.
                return .number(Double(Int.random(in: -9999...9999, using: &generator)) + 0.25)
            case 4: return .text(text(&generator))
            case 5:
                return .array(
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        value(&generator, depth: depth - 1)
                    })
            default:
                var members: [String: JSONValue] = [:]
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    members[text(&generator)] = value(&generator, depth: depth - 1)
                }
                return .object(members)
            }
        }

        private static func text(_ generator: inout some RandomNumberGenerator) -> String {
            let scalars: [ClosedRange<UInt32>] = [
                0...0x1F, 0x20...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF,
                0x10000...0x10FFFF,
            ]
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                let range = scalars.randomElement(using: &generator) ?? 0x20...0x7F
                let number = UInt32.random(in: range, using: &generator)
                Unicode.Scalar(number).map { text.append($0) }
            }
            return String(text)
        }

        @Test(arguments: UInt64(1)...40)
        func whatIsPrintedIsReadAgain(seed: UInt64) throws {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<50 {
                let value = Self.value(&generator, depth: 5)
                #expect(try JSONParser.parse(value.bytes) == value)
                // Foundation reads the same text, so the escaping is not just our own.
                let bytes = Data(JSONValue.array([value]).bytes)
                let theirs = try JSONSerialization.jsonObject(with: bytes)
                let printed = try JSONSerialization.data(withJSONObject: theirs)
                #expect(try JSONParser.parse(Array(printed)) == .array([value]))
            }
        }

        /// Damaged texts are refused or read, as Foundation does; never a crash.
        @Test(arguments: UInt64(1)...40)
        func damage(seed: UInt64) throws {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<100 {
                var bytes = Self.value(&generator, depth: 4).bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<3, using: &generator) {
                    case 0: bytes.remove(at: place)
                    case 1: bytes[place] = .random(in: 0...255, using: &generator)
                    default:
                        bytes.insert(bytes[Int.random(in: 0...place, using: &generator)], at: place)
                    }
                }
                guard let value = try? JSONParser.parse(bytes) else { continue }
                #expect(try JSONParser.parse(value.bytes) == value)
                #expect(throws: Never.self) {
                    try JSONSerialization.jsonObject(
                        with: Data(bytes), options: .fragmentsAllowed)
                }
            }
        }

        @Test(arguments: [
            ("", JSONError.unexpectedEnd), ("[1,]", .unexpectedByte(at: 3)),
            ("{\"a\":1,}", .unexpectedByte(at: 7)), ("01", .unexpectedByte(at: 1)),
            ("1.", .unexpectedEnd), ("-", .unexpectedEnd), ("+1", .unexpectedByte(at: 0)),
            ("1e999", .invalidNumber(at: 0)), ("\"a\nb\"", .unexpectedByte(at: 2)),
            ("\"\\ud800\"", .unexpectedByte(at: 7)), ("\"\\udc00\"", .invalidText(at: 3)),
            ("\"\\x\"", .unexpectedByte(at: 2)), ("\u{FEFF}1", .unexpectedByte(at: 0)),
            ("nul", .unexpectedEnd), ("1 2", .unexpectedByte(at: 2)),
            ("{\"a\" 1}", .unexpectedByte(at: 5)), ("'a'", .unexpectedByte(at: 0)),
            (String(repeating: "[", count: 65), .tooDeep),
            (String(repeating: "{\"a\":", count: 100_000), .tooDeep),
        ])
        func refused(text: String, error: JSONError) {
            #expect(throws: error) { try JSONParser.parse(Array(text.utf8)) }
        }

        @Test func numbersAndPairs() throws {
            let text =
                #" [ 1 , -0, 9223372036854775807, 9223372036854775808, 1e2, "\ud83d\ude00" ] "#
            #expect(
                try JSONParser.parse(Array(text.utf8))
                    == .array([
                        .integer(1), .integer(0), .integer(.max),
                        .number(9_223_372_036_854_775_808),
                        .number(100), .text("😀"),
                    ]))
            #expect(throws: JSONError.invalidText(at: 0)) {
                try JSONParser.parse([0x22, 0xFF, 0x22])
            }
            #expect(
                try JSONParser.parse(Array(#"{"a":1,"a":2}"#.utf8)) == .object(["a": .integer(2)]))
        }

        /// The same values, of which only some are kept.
        @Test func whatIsKept() throws {
            let shape = JSONShape.elements(
                .members(["a": .scalar(longest: 3), "b": .members(["c": .short])]), most: 3)
            let text = #"""
                [{"a":"abc","x":[{"a":1}],"b":{"c":1,"d":2}},{"a":"abcd","b":[3],"longer":{"a":1}},
                 {"a":{"a":"b"},"b":{"c":[1,{}]},"ab":-1e999}]
                """#
            #expect(
                try JSONParser.parse(Array(text.utf8), keeping: shape)
                    == .array([
                        .object(["a": .text("abc"), "b": .object(["c": .integer(1)])]),
                        .object(["a": .null, "b": .array([])]),
                        .object(["a": .object([:]), "b": .object(["c": .array([])])]),
                    ]))
            #expect(throws: JSONError.tooMany) {
                try JSONParser.parse(Array("[1,2,3,4]".utf8), keeping: shape)
            }
            #expect(throws: JSONError.unexpectedByte(at: 10)) {
                try JSONParser.parse(Array(#"[{"x":[1,2}]"#.utf8), keeping: shape)
            }
        }

        /// Memory goes with what is kept, not with what is read: 8 MiB took 259 MB as a tree, whereas
        /// other tests of this process take some while this one runs.
        @Test(arguments: [
            "[[],[],[]],", #"{"type":{"a":[1,2,3]},"x":"y"},"#, "-1.5e3,", #""text","#,
        ])
        func memory(piece: String) throws {
            var parser = JSONParser(keeping: .members(["kept": .elements(.nothing, most: .max)]))
            for byte in #"{"kept":["#.utf8 { try parser.take(byte) }
            let before = FuzzMemory.peak
            let piece = Array(String(repeating: piece, count: 64).utf8)
            for _ in 0..<((8 << 20) / piece.count) {
                for byte in piece { try parser.take(byte) }
            }
            for byte in "0]}".utf8 { try parser.take(byte) }
            #expect(try parser.finish() == .object(["kept": .array([])]))
            #expect(FuzzMemory.peak - before < 64 << 20)
        }

        @Test(arguments: UInt64(1)...10)
        func base64(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            for count in 0..<40 {
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                #expect(Base64.decode(Data(bytes).base64EncodedString()) == bytes)
            }
            for text in ["a", "ab=", "ab=c", "a===", "ab\n=", "====", "äbcd"] {
                #expect(Base64.decode(text) == nil, "\(text)")
            }
        }
    }
#endif

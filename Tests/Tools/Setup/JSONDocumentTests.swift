@testable import DockerNetworkSetup
import Foundation
import TestSupport
import Testing

@Suite("A JSON object of which single members are changed")
struct JSONDocumentTests {
    private static func text(_ json: String, _ changes: [(String, String)]) throws -> String {
        var document = try JSONDocument(Array(json.utf8))
        for (name, value) in changes { document.set(name, to: value) }
        return String(decoding: document.bytes, as: UTF8.self)
    }

    @Test("a new member gets the indentation of the others, and every other byte stays")
    func added() throws {
        let old = """
            {
            \t"log-driver": "journald",
            \t"features": { "buildkit": true }
            }

            """
        let new = try Self.text(old, [("dns", "[\"172.17.0.1\"]")])
        let expected = """
            {
            \t"log-driver": "journald",
            \t"features": { "buildkit": true },
            \t"dns": ["172.17.0.1"]
            }

            """
        #expect(new == expected)
    }

    @Test("one line stays one line, and carriage returns stay")
    func layout() throws {
        #expect(try Self.text(#"{"a": 1}"#, [("b", "2")]) == #"{"a": 1, "b": 2}"#)
        #expect(try Self.text(#"{ "a": 1 }"#, [("b", "2")]) == #"{ "a": 1, "b": 2 }"#)
        let lines = "{\r\n  \"a\": 1\r\n}\r\n"
        #expect(try Self.text(lines, [("b", "2")]) == "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n")
    }

    @Test("an empty object and an empty file", arguments: ["", " \n", "{}", "{ }", "{\n}\n"])
    func empty(json: String) throws {
        let new = try Self.text(json, [("dns", "[]"), ("b", "1")])
        #expect(
            new.trimmingCharacters(in: .whitespacesAndNewlines)
                == "{\n  \"dns\": [],\n  \"b\": 1\n}")
    }

    @Test("a member that is there gets another value, and only at the outermost level")
    func replaced() throws {
        let old = #"{"x": {"dns": [1]}, "dns": ["10.0.0.1", "a\"b"], "y": -1.5e3}"#
        let document = try JSONDocument(Array(old.utf8))
        #expect(document.strings("dns") == ["10.0.0.1", "a\"b"])
        #expect(document.strings("x") == nil && document.strings("z") == nil)
        #expect(
            try Self.text(old, [("dns", "[]")]) == #"{"x": {"dns": [1]}, "dns": [], "y": -1.5e3}"#)
    }

    @Test(
        "what is no object is refused",
        arguments: [
            "[]", "{", "{\"a\": 1,}", "{\"a\" 1}", "{\"a\": nul}", "{\"a\": 1} x", "{a: 1}", "\"",
            "{\"a\": \"\n\"}", String(repeating: "{\"a\":", count: 1_000),
        ])
    func refused(json: String) {
        #expect(throws: JSONDocument.Flaw.self) { try JSONDocument(Array(json.utf8)) }
    }

    @Test("what comes out of any change is read by others as what was meant")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 19)
        for _ in 0..<500 {
            let members = (0..<Int.random(in: 0..<5, using: &random)).map { "k\($0)" }
            var object: [String: Any] = [:]
            for name in members {
                object[name] = [[1, 2], "a{}\"", ["x": ["y": NSNull()]], 7.5].randomElement(
                    using: &random)
            }
            let options: [JSONSerialization.WritingOptions] = [[], [.prettyPrinted], [.sortedKeys]]
            let data = try JSONSerialization.data(
                withJSONObject: object, options: options.randomElement(using: &random) ?? [])
            var document = try JSONDocument(Array(data))
            let name = (members + ["dns"]).randomElement(using: &random) ?? "dns"
            document.set(name, to: "[\"172.17.0.1\"]")
            object[name] = ["172.17.0.1"]
            let read = try JSONSerialization.jsonObject(with: Data(document.bytes))
            #expect(NSDictionary(dictionary: object).isEqual(read))
        }
    }
}

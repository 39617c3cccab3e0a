import Testing

@testable import DockerNetwork

/// Hostnames and patterns against the plainest way to say what they are.
@Suite struct NameFuzzTests {
    private static let names = [
        "web", "Web.docker", "web.shop", "a.docker.docker", "docker", "docker.docker", ".docker",
        "my-cool-host", "10.0.0.1", "10.0.0.1.docker", "xn--bcher-kva", "1", "a-", "-a", "a..b",
        String(repeating: "a", count: 63), String(repeating: "ab.", count: 81) + "abcdef",
    ]

    @Test func hostnamesAreWhatTheRulesSay() async throws {
        var texts = FuzzText(
            "hostname", seed: 0x1123, samples: Self.names, alphabet: "abcdefzZ09-..docker_ ")
        var valid = 0
        while await texts.goesOn() {
            let bytes = texts.next()
            let text = String(decoding: bytes, as: UTF8.self)
            let hostname = try? Hostname(utf8: bytes, in: .docker)
            #expect(hostname?.name == Self.expectedName(bytes), "\(text)")
            guard let hostname else { continue }
            valid += 1
            #expect(try Hostname(hostname.name, in: .docker) == hostname, "\(text)")
            let qualified = hostname.qualified(in: .docker)
            #expect(qualified.utf8.count <= 253)
            #expect(try Hostname(qualified, in: .docker) == hostname, "\(text)")
        }
        #expect(valid > texts.count / 10)
        texts.finish()
    }

    @Test func patternsMatchAsTheirDefinitionSays() async throws {
        var texts = FuzzText(
            "pattern", seed: 0x9A77,
            samples: ["*", "a*", "*a*b*", "alice-*", "a.b", "**", "*.ab", "A*B"],
            alphabet: "ab.-**AB")
        var matches = 0
        while await texts.goesOn() {
            let text = String(decoding: texts.next(), as: UTF8.self)
            guard let pattern = NamePattern(text) else { continue }
            #expect(NamePattern(pattern.text) == pattern)
            let name = String(
                (0..<Int.random(in: 1...8, using: &texts.generator)).map { _ in
                    "ab.ab-".randomElement(using: &texts.generator) ?? "a"
                })
            guard let hostname = try? Hostname(name, in: .docker) else { continue }
            let expected = Self.matches(Array(pattern.text), Array(hostname.name))
            #expect(pattern.matches(hostname) == expected, "\(pattern) \(hostname)")
            if expected { matches += 1 }
        }
        #expect(matches > texts.count / 100)
        texts.finish()
    }

    @Test(arguments: ["\u{212A}", "ﬀ", "é", "a b", "a_b", "", "a\0", "a\nb", "ａ"])
    func patternsOfOtherLettersAreNone(text: String) {
        #expect(NamePattern(text) == nil)
    }

    private static func expectedName(_ bytes: [UInt8]) -> String? {
        guard bytes.allSatisfy({ $0 < 128 }) else { return nil }
        var name = String(decoding: bytes, as: UTF8.self).lowercased()
        guard isName(name) else { return nil }
        while name.hasSuffix(".docker") { name.removeLast(7) }
        return isName(name) && name.count + 7 <= 253 ? name : nil
    }

    private static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".contains($0) }
        }
        let isAddress =
            labels.count == 4
            && labels.allSatisfy { String(Int($0) ?? 256) == $0 && Int($0) ?? 256 < 256 }
        return areLabels && text.count <= 253 && !isAddress
    }

    /// A row of answers for each prefix of the pattern: no going back.
    private static func matches(_ pattern: [Character], _ name: [Character]) -> Bool {
        var row = [true] + name.map { _ in false }
        for letter in pattern {
            var next = [letter == "*" && row[0]]
            for index in name.indices {
                let fits =
                    letter == "*"
                    ? row[index + 1] || next[index] : row[index] && letter == name[index]
                next.append(fits)
            }
            row = next
        }
        return row[name.count]
    }
}

import Testing

@testable import DockerNetwork

/// Input of any length is read, or refused unread, in time that grows with its length at most.
@Suite struct LongInputTests {
    /// A reader that looked back at each byte would take minutes for this many.
    private static let length = 300_000

    @Test(arguments: ["a", ".", ":", "1", "*", "-", "a.", "1.", "::", "/", "é"])
    func hundredsOfThousandsAreRefusedAtOnce(unit: String) {
        let text = String(repeating: unit, count: Self.length / unit.utf8.count)
        let bytes = Array(text.utf8)
        let elapsed = ContinuousClock().measure {
            #expect(IPAddress(text) == nil)
            #expect(Network(text) == nil)
            #expect(Network("10.0.0.0/" + text) == nil)
            #expect(NamePattern(text) == nil)
            #expect(InstanceID(text) == nil)
            #expect(throws: NameError.tooLong) { try Hostname(text, in: .docker) }
            #expect(throws: NameError.self) { try Domain(text) }
            #expect(throws: WireError.tooLong(bytes.count)) {
                try WireMessage(body: bytes).announcement(in: .docker)
            }
        }
        #expect(elapsed < .seconds(10))
    }

    @Test func theWorstPatternIsQuick() throws {
        let label = String(repeating: "a", count: 60)
        let hostname = try Hostname("\(label).\(label).\(label).\(label)", in: .docker)
        let pattern = try #require(NamePattern(String(repeating: "*a", count: 126) + "b"))
        let elapsed = ContinuousClock().measure {
            for _ in 0..<20 { #expect(!pattern.matches(hostname)) }
        }
        #expect(elapsed < .seconds(5))
    }
}

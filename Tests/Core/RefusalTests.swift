import Testing

@testable import DockerNetwork

/// What a refusal says.
@Suite struct RefusalTests {
    private let instance = InstanceID(rawValue: 0x0b5a_d6d2_5d5b_4c3a_9d5e_0a3f_5c1e_7a01)

    @Test func aHeldNameSaysByWhatInstanceSinceWhenAndOfWhichUser() {
        let holder = NameHolder(
            instance: instance, started: 1_795_824_600_999, user: "alice")
        #expect(
            Refusal.nameHeld(by: holder, conflicts: .newest).description
                == "another instance holds the name: 0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01, "
                + "started 2026-11-28T00:10:00Z, user alice (conflicts = \"newest\")")
        let unknown = NameHolder(instance: instance, started: 0)
        #expect(
            Refusal.nameHeld(by: unknown, conflicts: .first).description
                == "another instance holds the name: 0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01, "
                + "started 1970-01-01T00:00:00Z (conflicts = \"first\")")
    }

    @Test func aUsersNameDoesNothingToATerminal() {
        let holder = NameHolder(instance: instance, started: 0, user: "a\u{1B}[2J\u{202E}\nb")
        #expect(holder.description.hasSuffix("user a?[2J??b"))
    }

    @Test(
        arguments: [
            (951_782_400_000, "2000-02-29T00:00:00Z"), (951_868_800_000, "2000-03-01T00:00:00Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (1_735_689_599_000, "2024-12-31T23:59:59Z"), (-1, "1970-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func timesAreThoseOfTheCalendar(milliseconds: Int64, text: String) {
        #expect(RFC3339.text(milliseconds: milliseconds) == text)
    }
}

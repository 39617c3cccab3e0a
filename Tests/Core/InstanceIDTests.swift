import DockerNetwork
import Testing

@Suite struct InstanceIDTests {
    @Test func readsAndPrintsTheUsualForm() throws {
        let text = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
        #expect(try #require(InstanceID(text.uppercased())).description == text)
    }

    @Test(arguments: [
        "", "f81d4fae7dec11d0a76500a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bfg", "f81d4fae-7dec-11d0-a76500a0-c91e6bf6",
        "{81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    ])
    func refusesOtherForms(text: String) {
        #expect(InstanceID(text) == nil)
    }

    @Test func randomOnesAreOfVersion4() {
        for _ in 0..<100 {
            let digits = Array(InstanceID.random().description)
            #expect(digits[14] == "4")
            #expect("89ab".contains(digits[19]))
        }
    }
}

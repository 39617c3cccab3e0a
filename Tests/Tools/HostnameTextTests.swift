import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing

@Suite("Hostnames that are made valid")
struct HostnameTextTests {
    @Test(
        "where they can mean only one",
        arguments: [
            ("My_App.", "my-app"), ("web.", "web"), ("web_1", "web-1"), ("_web_", "web"),
            ("-web", "web"), ("web.docker.", "web"), ("a_b.c_d", "a-b.c-d"), ("__a", "a"),
        ])
    func repaired(text: String, name: String) {
        #expect(HostnameText.repaired(text, in: .docker)?.name == name)
    }

    @Test(
        "and else not",
        arguments: [
            "", ".", "_", "a..b", ".web", "web..", "a b", "w\u{E9}b", "10.9.8.7", "_._",
            String(repeating: "a", count: 64), "a/b",
        ])
    func beyondRepair(text: String) {
        #expect(HostnameText.repaired(text, in: .docker) == nil)
    }

    @Test("the machine's own is made valid, and said")
    func machine() throws {
        let settings = EmitSettings()
        let (names, notice) = try HostnameText.announced(settings, in: .docker, machine: "My_Box")
        #expect(names.map(\.name) == ["my-box"])
        #expect(notice?.contains("'My_Box'") == true)
        #expect(try HostnameText.announced(settings, in: .docker, machine: "Box").notice == nil)
        #expect(throws: ToolError.self) {
            try HostnameText.announced(settings, in: .docker, machine: "my box")
        }
    }
}

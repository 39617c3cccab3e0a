import DockerNetworkConfiguration
import DockerNetworkLegacy
import DockerNetworkProgram
import Testing

@Suite("Secrets")
struct SecretTests {
    @Test("a password shows in no description, dump or reflection of what holds it")
    func neverShown() throws {
        var settings = TransportSettings(
            url: EndpointURL(scheme: "amqp", user: "u", password: Secret("geheim"), host: "h"))
        settings.password = .value(Secret("geheim"))
        var dumped = ""
        dump(settings, to: &dumped)
        let environment = Environment(["MY_DOCKER_NETWORK_PASSWORD": "geheim"])
        dump(environment, to: &dumped)
        let assignments = try ShellAssignments(Array("password=geheim".utf8))
        dump(assignments, to: &dumped)
        let shown = [
            dumped, "\(settings)", String(reflecting: settings), "\(settings.url)",
            "\(environment)", String(reflecting: environment), "\(assignments)",
            "\(Mirror(reflecting: Secret("geheim")).children.map(\.value))",
        ]
        for text in shown { #expect(!text.contains("geheim"), "\(text)") }
        #expect(Secret("geheim").reveal() == "geheim")
    }
}

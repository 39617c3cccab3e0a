import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing

@Suite("[admin]")
struct AdminSettingsTests {
    private func load(_ text: String) throws -> AdminSettings {
        try Configuration.loaded(text, program: .emitter).admin
    }

    @Test("has a default, which needs a directory that is there")
    func defaults() throws {
        let settings = try load("")
        #expect(settings == .default && settings.isDefault)
        #expect(settings.listen.map(\.description) == ["unix:///run/my-docker-network/admin.sock"])
        #expect(try load("[admin]").listen == settings.listen)
        #expect(try load("[admin]\nlisten = []").usedPlaces.isEmpty)
    }

    @Test("reads sockets and addresses")
    func places() throws {
        let text = """
            [admin]
            listen = ["unix:///run/x.sock", "127.0.0.1:9380", "[::1]:9380"]
            """
        let settings = try load(text)
        #expect(!settings.isDefault && settings.usedPlaces == settings.listen)
        #expect(
            settings.listen.map(\.description) == [
                "unix:///run/x.sock", "127.0.0.1:9380", "[::1]:9380",
            ])
        #expect(try load("[admin]\nlisten = [\"0.0.0.0:1\"]\nallow-remote = true").allowsRemote)
    }

    @Test(
        "says in which line what is wrong",
        arguments: [
            ("listen = [\"10.0.0.1:9380\"]", "which others can reach"),
            ("listen = [\"0.0.0.0:9380\"]", "allow-remote"),
            ("listen = [\"[::]:9380\"]", "allow-remote"),
            ("listen = [\"127.0.0.1\"]", "must be a socket"),
            ("listen = [\"127.0.0.1:0\"]", "must be a socket"),
            ("listen = [\"unix://run/x\"]", "must be a socket"),
            ("listen = [\"unix:///\"]", "must be a socket"),
            ("listen = [\"localhost:9380\"]", "must be a socket"),
            ("listen = \"127.0.0.1:1\"", "must be an array"),
            ("listen = [\"127.0.0.1:1\", \"127.0.0.1:1\"]", "each of them once"),
            ("listens = []", "did you mean 'listen'?"), ("allow-remote = 1", "true or false"),
        ])
    func errors(line: String, words: String) throws {
        do {
            _ = try load("[admin]\n\(line)")
            Issue.record("\(line) was taken")
        } catch let error as ToolError {
            #expect(error.status == .configuration)
            #expect(error.message.contains("config.toml:2"), "\(error.message)")
            #expect(error.message.contains(words), "\(error.message)")
        }
    }
}

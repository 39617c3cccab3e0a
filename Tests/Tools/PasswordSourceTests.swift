import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing
import TestSupport

@Suite("Passwords")
struct PasswordSourceTests {
    @Test(
        "one trailing line end is taken off, and no blank",
        arguments: [
            ("pw", "pw"), ("pw\n", "pw"), (" p w ", " p w "), ("pw\r\n", "pw"),
            ("pw \t\r\n", "pw \t"), ("pw\r", "pw\r"),
        ])
    func reads(text: String, password: String) throws {
        let folder = try TemporaryFolder()
        let reading = try PasswordSource.file(try folder.write("pw", text)).read()
        #expect(reading.password == Secret(password) && reading.warning == nil)
    }

    @Test("a file that others can read is warned about, with its mode")
    func mode() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pw", "pw", mode: 0o640)
        let warning = try #require(try PasswordSource.file(path).read().warning)
        #expect(warning.contains(path) && warning.contains("0640"))
    }

    @Test(
        "what is no password is an error that does not repeat it",
        arguments: ["", "\n", "\r\n", "geheim\n\n", "geheim\r\n\r\n", "geheim\nx", "geheim\0"])
    func wrong(text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("pw", text)
        let error = try #require(throws: ToolError.self) { try PasswordSource.file(path).read() }
        #expect(error.status == .configuration)
        #expect(error.message.contains(path) && !error.message.contains("geheim"))
    }

    @Test("a file that is not there, or is a folder, is an error")
    func missing() throws {
        let folder = try TemporaryFolder()
        for path in [folder.path + "/none", folder.path] {
            let error = try #require(throws: ToolError.self) {
                try PasswordSource.file(path).read()
            }
            #expect(error.status == .configuration && error.message.contains(path))
        }
    }
}

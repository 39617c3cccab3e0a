import Foundation

/// The private broker and the built programs, as `Scripts/lab` tells them by environment variables.
struct LabEnvironment: Sendable {
    let brokerPort: UInt16
    let managementPort: UInt16
    let administrator: String
    let administratorPassword: String
    let programs: String
    let python: String
    let scripts: String
    /// A rabbitmqctl that speaks to the broker.
    let control: String
    /// How the programs reach it.
    var transport = LabTransport.current

    /// What the environment names, or nil where there is no lab.
    static let current = LabEnvironment(ProcessInfo.processInfo.environment)

    /// Whether the suites can run.
    static var isThere: Bool { current != nil }

    /// What these variables name, or nil where one of them is missing.
    init?(_ variables: [String: String]) {
        guard let brokerPort = variables["LAB_AMQP_PORT"].flatMap(UInt16.init),
            let managementPort = variables["LAB_MANAGEMENT_PORT"].flatMap(UInt16.init),
            let administrator = variables["LAB_ADMIN_USER"],
            let passwordFile = variables["LAB_ADMIN_PASSWORD_FILE"],
            let password = try? String(contentsOfFile: passwordFile, encoding: .utf8),
            let programs = variables["LAB_BIN"], let python = variables["LAB_PYTHON"],
            let scripts = variables["LAB_SCRIPTS"], let control = variables["LAB_RABBITMQCTL"]
        else { return nil }
        self.brokerPort = brokerPort
        self.managementPort = managementPort
        self.administrator = administrator
        administratorPassword = password.trimmingCharacters(in: .whitespacesAndNewlines)
        self.programs = programs
        self.python = python
        self.scripts = scripts
        self.control = control
    }

    /// A file of this test target.
    func testFile(_ name: String) -> String {
        "\(scripts)/../Tests/EndToEnd/\(name)"
    }
}

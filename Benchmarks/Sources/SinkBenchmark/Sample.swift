import DockerNetwork
import Measuring

/// Names and addresses, the same in every run.
enum Sample {
    /// The name that the query loop asks for.
    static let steady = "steady"

    /// One registration: `host-7` at an address of its own; `turn` gives it another one.
    static func entry(_ number: Int, turn: Int = 0, prefix: String = "host") throws -> Entry {
        let text = address(number, turn: turn)
        guard let address = IPAddress(text) else { throw BenchmarkError("no address: \(text)") }
        let hostname = try Hostname("\(prefix)-\(number)", in: .docker)
        return Entry(try Registration(hostname: hostname, address: address))
    }

    /// The address: 10.0.0.1 and on for the first turn, 11.0.0.1 and on for the second.
    static func address(_ number: Int, turn: Int = 0) -> String {
        "\(10 + turn).\(number / 62500).\(number / 250 % 250).\(number % 250 + 1)"
    }

    /// A table of so many names, one of them the steady one.
    static func table(_ count: Int) throws -> [Entry] {
        guard let address = IPAddress("10.200.0.1") else { return [] }
        let steady = Registration.self
        let first = Entry(
            try steady.init(hostname: try Hostname(Self.steady, in: .docker), address: address))
        return [first] + (try (1..<count).map { try entry($0) })
    }
}

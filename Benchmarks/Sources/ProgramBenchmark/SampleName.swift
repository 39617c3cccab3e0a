import DockerNetwork
import Measuring

/// A name and its address, the same in every run.
struct SampleName: Sendable {
    /// Relative to the domain.
    let hostname: String
    let address: String

    /// `PREFIX-NUMBER`, at an address of its own.
    init(_ prefix: String, _ number: Int, block: Int = 10) {
        hostname = "\(prefix)-\(number)"
        address = "\(block).\(number / 62500).\(number / 250 % 250).\(number % 250 + 1)"
    }

    /// As it is asked for.
    var question: String { "\(hostname).docker" }

    /// As it is announced since 2014.
    var body: String { "\(address):\(hostname):up" }

    /// As it stands in a hosts file of 2014.
    var line: String { "\(address) \(question) #my-docker-network was here" }

    /// As a registration.
    func registration() throws -> Registration {
        guard let address = IPAddress(address) else {
            throw BenchmarkError("no address: \(address)")
        }
        return try Registration(hostname: Hostname(hostname, in: .docker), address: address)
    }
}

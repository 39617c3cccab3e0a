import DockerNetwork
import DockerNetworkHostsFile
import Testing

/// Hosts files of any length are read in time that grows with their length at most.
@Suite(.serialized) struct HostsFileLongInputTests {
    private static let ours = "10.0.0.1 web.docker #my-docker-network was here"

    /// The contents are made of one unit, over and over.
    @Test(arguments: [("127.0.0.1 localhost\r\n", 10), ("\(ours)\n", 10), ("\n", 2)])
    func manyLines(unit: String, megabytes: Int) {
        let small = Self.seconds(unit, bytes: megabytes * 100_000)
        let large = Self.seconds(unit, bytes: megabytes * 1_000_000)
        // Ten times as much; a reader that looked back would need a hundred times as long.
        #expect(large < 40 * small + 5, "\(small) s, then \(large) s")
    }

    @Test(arguments: ["a", " ", "#my-docker-network was here", "\(ours) lease="])
    func oneLineOfFiveMegabytes(unit: String) {
        let small = Self.seconds(unit, bytes: 500_000)
        let large = Self.seconds(unit, bytes: 5_000_000)
        #expect(large < 40 * small + 5, "\(small) s, then \(large) s")
    }

    /// The fields of a line of ours, one of them endless.
    @Test(arguments: ["%", "10.0.0.1 %.docker #", "10.0.0.1 web.docker %", "\(ours)%"])
    func oneEndlessField(form: String) {
        let field = String(repeating: "9", count: 5_000_000)
        let bytes = Array(form.replacing("%", with: field).utf8)
        let elapsed = ContinuousClock().measure {
            let file = HostsFile(parsing: bytes, domain: .docker)
            #expect(file.entries.isEmpty)
            #expect(file.foreign == bytes)
        }
        #expect(elapsed < .seconds(200))
    }

    private static func seconds(_ unit: String, bytes count: Int) -> Double {
        let unit = Array(unit.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + unit.count)
        while bytes.count < count { bytes.append(contentsOf: unit) }
        let elapsed = ContinuousClock().measure {
            let file = HostsFile(parsing: bytes, domain: .docker)
            #expect(file.rendered().count <= bytes.count + 2)
        }
        return elapsed / .seconds(1)
    }
}

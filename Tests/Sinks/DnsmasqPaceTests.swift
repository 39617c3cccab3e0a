import Testing

@testable import DockerNetworkDnsmasq

/// How many files dnsmasq gets at once, on machines of every speed.
@Suite struct DnsmasqPaceTests {
    /// A dnsmasq that takes so long, and what happened to whoever asked it meanwhile.
    private struct Machine {
        /// How many times slower it is than the one that the costs were measured on.
        var slowness: Double
        var pace = DnsmasqPace()

        /// Writes so many files, and returns how long each group kept dnsmasq from answering.
        mutating func write(files: Int, lines: Int = 4) -> [Duration] {
            var waits: [Duration] = []
            var rest = files
            while rest > 0 {
                var (count, looks) = (0, 0)
                repeat {
                    looks += pace.looks(forLines: lines)
                    count += 1
                } while count < rest
                    && pace.fits(files: count + 1, looks: looks + pace.looks(forLines: lines))
                rest -= count
                let wait =
                    (Duration.microseconds(100) * count
                        + .nanoseconds(Int64(30 * looks))) * slowness
                pace.groupTook(wait, files: count, looks: looks)
                waits.append(wait)
            }
            return waits
        }
    }

    @Test(arguments: [1.0, 3.0, 10.0], [10, 1_000, 10_000])
    func noQueryWaitsLongOnASlowMachine(slowness: Double, names: Int) {
        var machine = Machine(slowness: slowness)
        machine.pace.names = names
        let waits = machine.write(files: 2_500)
        // One file alone may take longer than anybody can help.
        let one = Duration.microseconds(100) + .nanoseconds(30 * 5 * Int64(names))
        let limit = max(.milliseconds(50), one * slowness)
        #expect(waits.allSatisfy { $0 <= limit }, "\(waits.max() ?? .zero)")
    }

    @Test func aFastMachineGetsManyAtOnce() {
        var machine = Machine(slowness: 1)
        machine.pace.names = 10
        #expect(machine.write(files: 2_560).count < 100)
    }

    @Test func aPauseOfTheMachineIsForgotten() {
        var machine = Machine(slowness: 1)
        machine.pace.names = 10
        _ = machine.write(files: 1_000)
        machine.pace.groupTook(.milliseconds(500), files: 64, looks: 3_200)
        let waits = machine.write(files: 5_000)
        #expect(waits.count < 250)
    }
}

import Foundation
import Testing
import TestSupport

extension EndToEndTests.Recovery {
    /// Wall clocks that are set while programs run: leases count on one that nobody can set.
    @Suite(.enabled(if: WallClock.isPossible, WallClock.reason))
    struct ClockSteps {
        private static let hour = 3_600
        /// Other tests flood the broker meanwhile: a shorter one may end before it confirms a renewal.
        private static let lease = "5s"
        private static let longerThanLease = Duration.seconds(6)

        @Test("the host's clock is set: no lease ends early or late, withdrawals work")
        func host() async throws {
            try await Lab.run { lab in
                let clock = try await WallClock("host", in: lab)
                let host = try await lab.startHost(clock)
                let web = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", Self.lease])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.alwaysAnswers("web.docker", "10.9.8.7") {
                    for seconds in [Self.hour, 0, -30, -Self.hour] {
                        try await lab.step(clock, to: seconds, of: host)
                    }
                    try await lab.admitLate(host, clock)
                }
                try host.program.expectNoTimerOnWallClock()
                #expect(host.program.lines(with: "refused up of web") == 0)
                #expect(web.lines(with: "refused") == 0)
                web.signal(SIGTERM)
                #expect(try await web.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("an emitter's clock is set: it stays, and withdraws")
        func emitter() async throws {
            try await Lab.run { lab in
                let clock = try await WallClock("emitter", in: lab)
                let host = try await lab.startHost()
                let web = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", Self.lease],
                    environment: clock.environment)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try web.expectNoTimerOnWallClock()
                try await host.alwaysAnswers("web.docker", "10.9.8.7") {
                    for seconds in [Self.hour, 0, -30] {
                        try clock.set(ahead: seconds)
                        try await always("web.docker resolves", for: Self.longerThanLease) {
                            await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                        }
                    }
                }
                #expect(web.lines(with: "refused") == 0)
                web.signal(SIGTERM)
                #expect(try await web.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
                try web.expectTime(ofLine: "withdrawn", ahead: -30)
            }
        }

        @Test(
            "an emitter that started up to 60 s ahead of the host is heard, one further ahead not")
        func startedAhead() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let near = try await WallClock("near", in: lab, ahead: 50)
                let heard = try lab.startEmitter(
                    ["run", "near", "--address", "10.9.8.7", "--lease", "2s"],
                    environment: near.environment)
                try await host.names.waitUntil("near.docker", resolvesTo: ["10.9.8.7"])
                // The name may resolve before the emitter knows it.
                try await heard.waitForLine("announced")
                try heard.expectTime(ofLine: "announced", ahead: 50)

                let far = try await WallClock("far", in: lab, ahead: Self.hour)
                let refused = try lab.startEmitter(
                    ["run", "far", "--address", "10.9.8.6", "--lease", "2s"],
                    environment: far.environment)
                try await refused.waitForLine("started in the future")
                #expect(await host.names.ask("far.docker") == .noSuchName)
            }
        }

        @Test("a machine's clock that was an hour ahead is put right, and its host service killed")
        func machine() async throws {
            try await Lab.run { lab in
                let clock = try await WallClock("machine", in: lab, ahead: Self.hour)
                let host = try await lab.startHost(clock)
                try host.program.expectTime(ofLine: "ready", ahead: Self.hour)
                let web = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", Self.lease],
                    environment: clock.environment)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.alwaysAnswers("web.docker", "10.9.8.7") {
                    try clock.set(ahead: 0)
                    try await always("web.docker resolves", for: Self.longerThanLease) {
                        await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                    }
                    host.program.signal(SIGKILL)
                    try await host.program.waitForEnd()
                    let second = try await lab.serve(
                        host.configurationFile, environment: clock.environment)
                    try second.expectTime(ofLine: "ready", ahead: 0)
                    // The start that its predecessor believed is still believed.
                    try await always("web.docker resolves", for: Self.longerThanLease) {
                        await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                    }
                    #expect(second.lines(with: "refused") == 0)
                }
                web.signal(SIGTERM)
                #expect(try await web.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }
    }
}

extension Lab {
    /// Starts a host service that goes by a clock of its own.
    fileprivate func startHost(_ clock: WallClock) async throws -> Host {
        let names = try await startNameServer()
        let file = try writeConfiguration(HostSettings(), names)
        let program = try await serve(file, environment: clock.environment)
        return Host(program: program, names: names, configurationFile: file)
    }

    /// Sets a host's clock just before one emitter is killed and another one told to stop: the
    /// first one's name goes with its lease, not before and not later, the other's at once.
    fileprivate func step(_ clock: WallClock, to seconds: Int, of host: Host) async throws {
        let dying = try startEmitter(["run", "dying", "--address", "10.9.8.6", "--lease", "6s"])
        // Only its withdrawal can end it in this test.
        let leaving = try startEmitter(["run", "leaving", "--address", "10.9.8.5", "--lease", "1h"])
        try await host.names.waitUntil("dying.docker", resolvesTo: ["10.9.8.6"])
        try await host.names.waitUntil("leaving.docker", resolvesTo: ["10.9.8.5"])
        try clock.set(ahead: seconds)
        dying.signal(SIGKILL)
        leaving.signal(SIGTERM)
        // Its last renewal is a third of its lease old at most.
        try await always("dying.docker resolves", for: .seconds(2)) {
            await host.names.ask("dying.docker")?.records == ["10.9.8.6"]
        }
        #expect(try await leaving.waitForEnd() == .exit(0))
        try await host.names.waitUntilGone("leaving.docker")
        try await host.names.waitUntilGone("dying.docker")
    }

    /// While a host's clock is an hour behind, a new emitter started in its future; it is let in
    /// as soon as the clock is put right.
    fileprivate func admitLate(_ host: Host, _ clock: WallClock) async throws {
        let late = try startEmitter(["run", "late", "--address", "10.9.8.4", "--lease", "2s"])
        try await late.waitForLine("started in the future")
        try host.program.expectTime(ofLine: "refused up of late", ahead: -3_600)
        // Thirty seconds behind are not too many.
        try clock.set(ahead: -30)
        try await host.names.waitUntil("late.docker", resolvesTo: ["10.9.8.4"])
        try clock.set(ahead: 0)
        late.signal(SIGTERM)
        #expect(try await late.waitForEnd() == .exit(0))
        try await host.names.waitUntilGone("late.docker")
    }
}

extension Lab.Host {
    /// Does something while a name is asked for all the time, which must be there all the while.
    fileprivate func alwaysAnswers(
        _ name: String, _ address: String, while body: () async throws -> Void
    ) async throws {
        let queries = QueryLoop(port: names.port)
        queries.expect([FaultRegistration(name: name, address: address)])
        var failure: (any Error)?
        do { try await body() } catch { failure = error }
        try await queries.stop()
        let tally = queries.tally
        #expect(tally.queries > 100)
        #expect(tally.failed == 0, "\(tally.failures)")
        if let failure { throw failure }
    }
}

extension RunningProgram {
    /// Expects that no timer of it, if it has any, counts on the clock that is set: such a one would stand still,
    /// or fire too early, where the machine's clock is set.
    fileprivate func expectNoTimerOnWallClock() throws {
        let folder = "/proc/\(process)/fdinfo"
        let texts = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? ""
        }
        let clocks = texts.flatMap { $0.split(separator: "\n") }.filter {
            $0.hasPrefix("clockid:")
        }
        #expect(!clocks.contains("clockid: \(CLOCK_REALTIME)"))
    }

    /// Expects that a line was written by a clock so far ahead of the machine's.
    fileprivate func expectTime(ofLine text: String, ahead seconds: Int) throws {
        let found = try time(ofLastLine: text).timeIntervalSinceNow
        #expect(abs(found - Double(seconds)) < 10, "it went by another clock: \(errors)")
    }
}

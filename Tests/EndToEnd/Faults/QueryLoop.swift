import Foundation
import Synchronization
import TestSupport

/// Asks a name server all the time, from a thread of its own, for names that must be there.
final class QueryLoop: Sendable {
    private struct Name: Sendable {
        var registration: FaultRegistration
        /// Tells one expectation of a name from the next.
        var stamp: Int
    }

    private struct State: Sendable {
        var names: [Name] = []
        var stamps = 0
        /// Grows whenever the name server dies; odd while it is dead.
        var deaths = 0
        var next = 0
        var tally = QueryTally()
        var isOver = false
        var hasEnded = false
    }

    private let client: DNSClient
    /// How many milliseconds an answer may take (the resolver's own limit is 5 s).
    private let patience: Int32
    private let state = Mutex(State())

    /// Between two questions; what else runs needs the machine too.
    private static let pause: UInt32 = 3_000

    /// Starts to ask.
    init(port: UInt16, patience: Duration = .seconds(1)) {
        client = DNSClient(port: port)
        self.patience = Int32(patience / .milliseconds(1))
        Thread.detachNewThread { self.run() }
    }

    /// What was counted until now.
    var tally: QueryTally { state.withLock(\.tally) }

    /// From now on these names, and no others, must be there.
    func expect(_ registrations: Set<FaultRegistration>) {
        state.withLock { state in
            state.names.removeAll { !registrations.contains($0.registration) }
            let known = Set(state.names.map(\.registration))
            for registration in registrations.subtracting(known).sorted() {
                state.stamps += 1
                state.names.append(Name(registration: registration, stamp: state.stamps))
            }
        }
    }

    /// From now on these names may be gone.
    func release(_ registrations: Set<FaultRegistration>) {
        state.withLock { state in
            state.names.removeAll { registrations.contains($0.registration) }
        }
    }

    /// The name server is about to be killed: nobody can answer.
    func serverDies() { state.withLock { $0.deaths += 1 } }

    /// The name server answers again.
    func serverLives() { state.withLock { $0.deaths += 1 } }

    /// Ends the thread.
    func stop() async throws {
        state.withLock { $0.isOver = true }
        try await eventually("the query loop ends") { state.withLock(\.hasEnded) }
    }

    // MARK: - The thread

    private func run() {
        while let (name, deaths) = nextName() {
            guard let name, deaths.isMultiple(of: 2) else {
                usleep(Self.pause)
                continue
            }
            let start = ContinuousClock.now
            let answer = client.askAndWait(
                name.registration.name, name.registration.kind, patience: patience)
            note(answer, to: name, deaths: deaths, latency: start.duration(to: .now))
            usleep(Self.pause)
        }
        state.withLock { $0.hasEnded = true }
    }

    private func nextName() -> (Name?, deaths: Int)? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            guard !state.names.isEmpty else { return (nil, state.deaths) }
            state.next += 1
            return (state.names[state.next % state.names.count], state.deaths)
        }
    }

    private func note(_ answer: DNSAnswer?, to name: Name, deaths: Int, latency: Duration) {
        state.withLock { state in
            if let answer, answer.records.contains(name.registration.address) {
                state.tally.count(latency)
                return
            }
            // Only now is it sure that the name had to be there all the while.
            guard state.deaths == deaths, state.names.contains(where: { $0.stamp == name.stamp })
            else { return }
            let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(.now)
            let words = answer.map { "\($0)" } ?? "no answer"
            state.tally.countFailure("\(time) \(name.registration) after \(latency): \(words)")
        }
    }
}

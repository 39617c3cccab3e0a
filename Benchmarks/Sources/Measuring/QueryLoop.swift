import Glibc
import Synchronization

/// Asks for one name again and again on a thread of its own, as users do while names change.
package final class QueryLoop: Sendable {
    /// What came of the questions.
    package struct Tally: Sendable {
        package var asked = 0
        /// Without an answer within a second, with a wrong one, or asked while nobody listened.
        package var failed = 0
        package var worst: Duration = .zero
    }

    private let tally = Mutex(Tally())
    private let isEnding = Atomic<Bool>(false)
    private let thread: Mutex<pthread_t>

    /// Starts to ask.
    ///
    /// - Parameters:
    ///   - name: A name that has one address all the while.
    ///   - port: The server's port on the loopback.
    /// - Throws: `BenchmarkError` where there is no socket or no thread.
    package init(asking name: String, port: UInt16) throws {
        thread = Mutex(pthread_t())
        let client = try NameClient(port: port)
        let work = Work { [self] in run(client, name) }
        let argument = Unmanaged.passRetained(work)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, argument.toOpaque())
        guard code == 0 else { throw BenchmarkError("no thread: errno \(code)") }
        let started = thread
        self.thread.withLock { $0 = started }
    }

    /// Ends and says what came of it.
    package func end() -> Tally {
        isEnding.store(true, ordering: .releasing)
        pthread_join(thread.withLock { $0 }, nil)
        return tally.withLock { $0 }
    }

    private func run(_ client: NameClient, _ name: String) {
        while !isEnding.load(ordering: .acquiring) {
            let start = ContinuousClock.now
            let count = client.count(name, within: .seconds(1))
            let took = ContinuousClock.now - start
            tally.withLock {
                $0.asked += 1
                if count != 1 { $0.failed += 1 }
                $0.worst = max($0.worst, took)
            }
            usleep(1000)
        }
    }

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }
}

import DockerNetworkSystem
import Foundation
import Testing
import TestSupport

struct BlockingThreadTests {
    private actor Worker {
        private nonisolated let thread: BlockingThread
        private var order: [Int] = []

        init() throws {
            thread = try BlockingThread("test")
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor {
            thread.asUnownedSerialExecutor()
        }

        func append(_ number: Int) -> pthread_t {
            assertIsolated()
            order.append(number)
            return pthread_self()
        }

        func sleepUntil(_ semaphore: Pipe) { _ = semaphore.fileHandleForReading.availableData }

        func numbers() -> [Int] { order }
    }

    @Test func runsInOrderOnOneThread() async throws {
        let worker = try Worker()
        var threads: Set<UInt> = []
        for number in 0..<100 { threads.insert(UInt(await worker.append(number))) }
        #expect(threads.count == 1)
        #expect(await worker.numbers() == Array(0..<100))
    }

    /// More blocked actors than the cooperative pool has threads leave it free.
    @Test func blockedActorsHoldUpNobody() async throws {
        let gates = (0..<16).map { _ in Pipe() }
        let workers = try gates.map { _ in try Worker() }
        await withTaskGroup(of: Void.self) { group in
            for (worker, gate) in zip(workers, gates) {
                group.addTask { await worker.sleepUntil(gate) }
            }
            // Runs on the pool, or the gates never open and the test never ends.
            await Task.detached {
                for gate in gates { gate.fileHandleForWriting.write(Data([1])) }
            }.value
        }
    }

    @Test func threadsEndWithTheirActors() async throws {
        func threads() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
        }
        let before = try threads()
        for _ in 0..<200 { _ = await (try Worker()).append(1) }
        try await eventually("the threads end", within: .seconds(40)) {
            try threads() < before + 100
        }
    }
}

internal import CDockerNetworkSystem
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs every Swift task of this process on one thread, in place of the runtime's own threads.
///
/// A container may allow very few tasks (`--pids-limit`), and libdispatch waits for ever where it
/// gets no thread. An emitter has little to do at a time, so one thread is enough; what blocks has
/// a thread of its own anyway. Sleep with ``LoopClock``: `Task.sleep` starts threads of libdispatch.
package final class JobLoop: Sendable {
    /// The process's only loop.
    package static let shared = JobLoop()

    /// Somebody who waits for a descriptor, for an instant, or for whichever is first.
    private struct Waiter {
        var descriptor: Int32?
        var deadline: ContinuousClock.Instant?
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        /// Jobs as the runtime hands them out; an address, since pointers are not sendable.
        var jobs: [UInt] = []
        var waiters: [UInt64: Waiter] = [:]
        /// Waits that were cancelled before they began.
        var cancelled: Set<UInt64> = []
        var lastWait: UInt64 = 0
        var isAsleep = false
    }

    private let state = Mutex(State())
    /// Negative where no descriptor was left: the loop then looks for new jobs every 20 ms.
    private let wakeUp = my_docker_network_event_counter()

    private init() {}

    /// Makes the runtime give its jobs to the loop; call it before the first task.
    package func takeJobs() {
        my_docker_network_take_jobs()
    }

    /// Runs what comes, for ever, on the caller's thread.
    package func run() -> Never {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs.removeAll(keepingCapacity: true) }
                return state.jobs
            }
            for job in jobs { my_docker_network_run_job(UnsafeMutableRawPointer(bitPattern: job)) }
            resume { [now = ContinuousClock.now] in $0.deadline.map { $0 <= now } ?? false }
            sleep()
        }
    }

    /// Runs what comes, for ever, on a thread of its own.
    ///
    /// - Returns: 0, or the error number where the system has no thread left.
    package func start() -> Int32 {
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, { _ in JobLoop.shared.run() }, nil)
        if failure == 0 { pthread_detach(thread) }
        return failure
    }

    /// Adds a job; from any thread.
    fileprivate func add(_ job: UInt) {
        let wasAsleep = state.withLock { state in
            state.jobs.append(job)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        guard wasAsleep else { return }
        var one: UInt64 = 1
        write(wakeUp, &one, MemoryLayout<UInt64>.size)
    }
}

// MARK: - Waiting

extension JobLoop {
    /// Waits until a descriptor can be read or an instant has come.
    ///
    /// - Throws: `CancellationError`.
    package func wait(
        readable descriptor: Int32? = nil, until deadline: ContinuousClock.Instant?
    ) async throws {
        let number = state.withLock { state in
            state.lastWait += 1
            return state.lastWait
        }
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.contains(number) { return true }
                    state.waiters[number] = Waiter(
                        descriptor: descriptor, deadline: deadline, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: number)
                if waiter == nil { state.cancelled.insert(number) }
                return waiter
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Ends the waits that are over.
    private func resume(where isOver: (Waiter) -> Bool) {
        let over = state.withLock { state in
            let numbers = state.waiters.filter { isOver($0.value) }.keys
            return numbers.compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for waiter in over { waiter.continuation.resume() }
    }

    /// Sleeps until there is a job, or somebody's wait is over.
    private func sleep() {
        let (waiters, isIdle) = state.withLock { state in
            state.isAsleep = state.jobs.isEmpty
            return (Array(state.waiters.values), state.isAsleep)
        }
        guard isIdle else { return }
        var descriptors = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
        for case let descriptor? in waiters.map(\.descriptor) {
            descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        poll(&descriptors, nfds_t(descriptors.count), timeout(waiters.compactMap(\.deadline)))
        state.withLock { $0.isAsleep = false }
        if descriptors[0].revents != 0 {
            var count: UInt64 = 0
            read(wakeUp, &count, MemoryLayout<UInt64>.size)
        }
        let readable = descriptors.dropFirst().filter { $0.revents != 0 }.map(\.fd)
        if !readable.isEmpty {
            resume { waiter in waiter.descriptor.map { readable.contains($0) } ?? false }
        }
    }

    /// Milliseconds until the first of these instants, rounded up; -1: without end.
    private func timeout(_ deadlines: [ContinuousClock.Instant]) -> Int32 {
        let longest: Int32 = wakeUp < 0 ? 20 : -1
        guard let first = deadlines.min() else { return longest }
        let (seconds, attoseconds) = (first - .now).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let milliseconds = min(seconds, 3_600) * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
        return longest < 0 ? Int32(milliseconds) : min(longest, Int32(milliseconds))
    }
}

/// Takes a job of the runtime from the shim's hook.
@_cdecl("my_docker_network_enqueue")
func enqueueOnLoop(_ job: UnsafeMutableRawPointer) {
    JobLoop.shared.add(UInt(bitPattern: job))
}

/// The continuous clock, for tasks that ``JobLoop`` runs: whoever sleeps takes no thread.
package struct LoopClock: Clock {
    /// An instant of the continuous clock.
    package typealias Instant = ContinuousClock.Instant

    /// A clock; all are the same.
    package init() {}

    /// The instant now.
    package var now: Instant { .now }

    /// The smallest time that poll(2) can tell apart.
    package var minimumResolution: Duration { .milliseconds(1) }

    /// Sleeps until an instant.
    ///
    /// - Throws: `CancellationError`.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await JobLoop.shared.wait(until: deadline)
    }
}

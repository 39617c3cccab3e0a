#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

package import DockerNetwork
import DockerNetworkSystem

/// A serial executor with a thread of its own, for an actor whose work blocks.
///
/// File and socket calls of such an actor keep nobody else waiting: the cooperative pool has one
/// thread a core. The thread ends when the executor and its last job are gone.
package final class BlockingThread: SerialExecutor {
    private let jobs: JobQueue

    /// Starts the thread.
    ///
    /// - Throws: `SinkError` where the system has no thread left.
    package init() throws(SinkError) {
        let jobs = JobQueue()
        let argument = Unmanaged.passRetained(jobs)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let jobs = Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue()
                while let next = jobs.next() {
                    next.job.runSynchronously(on: next.executor.asUnownedSerialExecutor())
                }
                return nil
            }, argument.toOpaque())
        guard result == 0 else {
            argument.release()
            let reason = SystemCallFailure(code: result).reason
            throw SinkError("cannot start a thread: \(reason); raise the limit of threads")
        }
        pthread_detach(thread)
        jobs.thread = thread
        self.jobs = jobs
    }

    deinit {
        jobs.close()
    }

    /// Puts a job behind those that wait.
    package func enqueue(_ job: consuming ExecutorJob) {
        jobs.append(UnownedJob(job), of: self)
    }

    /// Stops the process where the caller is not on this thread.
    package func checkIsolated() {
        precondition(isOnThread, "not on this executor's thread")
    }

    /// Whether the caller is on this thread.
    package func isIsolatingCurrentContext() -> Bool? {
        isOnThread
    }

    private var isOnThread: Bool {
        pthread_equal(pthread_self(), jobs.thread) != 0
    }
}

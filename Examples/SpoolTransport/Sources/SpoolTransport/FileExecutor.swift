import Dispatch

/// Runs an actor on a queue of its own: file calls block, and must not block the cooperative pool.
final class FileExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "spool")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

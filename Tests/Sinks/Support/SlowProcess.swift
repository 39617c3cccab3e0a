import Foundation
import Synchronization

/// Lets a process run for a tenth of the time only, in turns that follow each other quickly: a
/// machine that is ten times slower.
final class SlowProcess: Sendable {
    private let isDone = Atomic<Bool>(false)
    private let running = DispatchGroup()

    init(_ process: pid_t) {
        running.enter()
        Thread { [self] in
            while !isDone.load(ordering: .acquiring) {
                kill(process, SIGSTOP)
                usleep(45_000)
                kill(process, SIGCONT)
                usleep(5_000)
            }
            running.leave()
        }.start()
    }

    /// Lets it run freely again; it may be called twice.
    func end() {
        isDone.store(true, ordering: .releasing)
        running.wait()
    }
}

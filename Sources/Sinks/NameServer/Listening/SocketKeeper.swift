import DockerNetwork
import DockerNetworkHostsFile
import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps a name server listening where it should, and forwarding to the servers it should, while addresses,
/// interfaces and the machine's resolver change.
///
/// A thread of its own waits for the kernel's news and looks at everything again.
final class SocketKeeper: Sendable {
    /// News come in bursts, as when an engine starts: at most so often everything is looked at.
    private static let pause: Int32 = 50
    /// Directories that do not exist yet cannot be watched: so often they are looked for.
    private static let slowLook: Int32 = 30_000

    private let state: Mutex<ListenState>
    /// What the last look found: whoever asks does not wait for the next.
    private let lastFailure = Mutex<String?>(nil)
    private let wakeUp: WakeUp
    private let network = NetworkWatch()
    private let isStopped = Atomic<Bool>(false)

    /// Listens at once where that is possible, and goes on by itself.
    ///
    /// - Throws: `SinkError` if the system has no descriptors or threads left.
    init(_ state: sending ListenState) throws(SinkError) {
        do throws(SystemCallFailure) {
            wakeUp = try WakeUp()
        } catch {
            throw SinkError("cannot listen: \(error.reason); raise the limit of open files")
        }
        self.state = Mutex(state)
        look()
        guard BlockingThread.start("docker-net-bind", { [self] in run() }) else {
            throw SinkError("cannot start a thread; raise the limit of threads")
        }
    }

    /// Lets the thread end; who serves the sockets closes them.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// The reason why no client can ask; nil if one can.
    var failure: String? {
        lastFailure.withLock(\.self)
    }

    private func look() {
        let failure = state.withLock { state in
            state.look()
            return state.failure
        }
        lastFailure.withLock { $0 = failure }
    }

    private func run() {
        while !isStopped.load(ordering: .acquiring) {
            let (watches, wait) = state.withLock { ($0.watches, $0.milliseconds) }
            sleep(for: [wakeUp.number, network?.number ?? -1] + watches.map(\.number), wait)
            // What comes meanwhile is part of the same look.
            sleep(for: [wakeUp.number], Self.pause)
            wakeUp.clear()
            _ = network?.drain()
            guard !isStopped.load(ordering: .acquiring) else { return }
            look()
        }
    }

    private func sleep(for numbers: [Int32], _ milliseconds: Int32?) {
        var descriptors = numbers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&descriptors, nfds_t(descriptors.count), milliseconds ?? Self.slowLook)
    }
}

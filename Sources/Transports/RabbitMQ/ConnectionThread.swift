#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import Glibc
    import Synchronization

    /// The one thread that runs one connection's actor.
    ///
    /// It sleeps in a single `poll` for the connection's socket and for new work, so neither waits
    /// for the other. It ends when `finish` is called, which the actor does when it goes away.
    final class ConnectionThread: SerialExecutor {
        /// What the thread waits for when there is no work.
        struct Wait: Sendable {
            /// The socket, or nil where there is none.
            var socket: CInt?
            /// Whether it waits until the socket takes more, too.
            var wantsToWrite = false
            /// Milliseconds, or -1: without end.
            var timeout: CInt = -1
        }

        private enum Work {
            case job(UnownedJob)
            case call(@Sendable () -> Void)
        }

        private struct State {
            var work: [Work] = []
            var turn: (@Sendable () -> Wait?)?
            var isAsleep = false
            var isFinished = false
        }

        private let state = Mutex(State())
        private let identity = Atomic<UInt>(0)
        private let wakeUp: CInt

        /// Starts the thread.
        ///
        /// - Throws: `TransportError` with `.unreachable` where the machine has no thread or file
        ///   descriptor left.
        init() throws(TransportError) {
            wakeUp = eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK))
            guard wakeUp >= 0 else { throw Self.shortage("file descriptor", errno) }
            try start()
        }

        deinit {
            close(wakeUp)
        }

        /// Tells the thread what to ask between two pieces of work.
        ///
        /// `turn` lets the connection do what is due and says what to wait for; nil: it is gone.
        func attach(_ turn: @escaping @Sendable () -> Wait?) {
            state.withLock { $0.turn = turn }
        }

        /// Runs `call` on the thread, after everything submitted before.
        func submit(_ call: @escaping @Sendable () -> Void) {
            add(.call(call))
        }

        /// Ends the thread once there is no work left.
        func finish() {
            state.withLock { state in
                state.isFinished = true
                state.turn = nil
            }
            wake()
        }

        func enqueue(_ job: consuming ExecutorJob) {
            add(.job(UnownedJob(job)))
        }

        func checkIsolated() {
            precondition(isCurrent, "not on the connection's thread")
        }

        func isIsolatingCurrentContext() -> Bool? {
            isCurrent
        }

        private var isCurrent: Bool {
            identity.load(ordering: .acquiring) == UInt(pthread_self())
        }

        private func add(_ work: Work) {
            let wasAsleep = state.withLock { state in
                state.work.append(work)
                defer { state.isAsleep = false }
                return state.isAsleep
            }
            if wasAsleep { wake() }
        }

        private func wake() {
            eventfd_write(wakeUp, 1)
        }

        private static func shortage(_ what: String, _ number: CInt) -> TransportError {
            TransportError(
                .unreachable,
                "no \(what) is left for a connection (error \(number)); close some, or raise the limit"
            )
        }
    }

    // MARK: - The thread's own part

    extension ConnectionThread {
        /// Room for the C library's decoder of header tables, which recurses.
        ///
        /// One that nests as deep as a frame of 128 KiB allows was seen to take more than 256 KiB
        /// and less than 2 MiB. Pages that are not touched cost nothing.
        private static let stackSize = 8 << 20

        private func start() throws(TransportError) {
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, Self.stackSize)
            pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
            var thread = pthread_t()
            // The thread holds the executor until it ends, so no job outlives what it runs on.
            let unmanaged = Unmanaged.passRetained(self)
            let failure = pthread_create(
                &thread, &attributes,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<ConnectionThread>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, unmanaged.toOpaque())
            guard failure == 0 else {
                unmanaged.release()
                throw Self.shortage("thread", failure)
            }
        }

        private func run() {
            identity.store(UInt(pthread_self()), ordering: .releasing)
            // Signals are for the program's own threads; a blocked SIGPIPE makes a write to a dead
            // socket fail, whichever library writes.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            my_docker_network_name_thread("docker-net-amqp")
            while true {
                performAll()
                let turn = state.withLock { $0.turn }
                let wait = turn?() ?? Wait()
                guard sleep(wait) else { return }
            }
        }

        /// Runs what waits, and lets go of it before the thread sleeps: the last one to hold the
        /// connection may have been a piece of work.
        private func performAll() {
            let work = state.withLock { state in
                defer { state.work = [] }
                return state.work
            }
            for item in work { perform(item) }
        }

        private func perform(_ work: Work) {
            switch work {
            case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
            case .call(let call): call()
            }
        }

        /// Returns false where the thread shall end.
        private func sleep(_ wait: Wait) -> Bool {
            let (mayEnd, hasWork) = state.withLock { state in
                state.isAsleep = state.work.isEmpty && !state.isFinished
                return (state.isFinished && state.work.isEmpty, !state.work.isEmpty)
            }
            if mayEnd { return false }
            if hasWork { return true }
            let events = wait.wantsToWrite ? POLLIN | POLLOUT : POLLIN
            // A negative descriptor is skipped (POSIX poll).
            var descriptors = [
                pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wait.socket ?? -1, events: Int16(events), revents: 0),
            ]
            poll(&descriptors, 2, wait.timeout)
            state.withLock { $0.isAsleep = false }
            if descriptors[0].revents != 0 {
                var count: eventfd_t = 0
                eventfd_read(wakeUp, &count)
            }
            return true
        }
    }
#endif

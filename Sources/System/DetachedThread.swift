internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread for calls that may block for long.
package enum DetachedThread {
    private final class Work: Sendable {
        let name: StaticString
        let body: @Sendable () -> Void

        init(_ name: StaticString, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // Signals are for the program's own threads.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            DetachedThread.nameCurrent(name)
            body()
        }
    }

    /// Room for the resolver and its plug-ins; pages that are not touched cost nothing.
    private static let stackSize = 1 << 20

    /// Runs `body` on a thread of its own, whose name the kernel cuts after 15 bytes.
    ///
    /// - Returns: Whether the machine had a thread left.
    package static func start(_ name: StaticString, _ body: @escaping @Sendable () -> Void) -> Bool
    {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(name, body))
        let failure = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        if failure != 0 { work.release() }
        return failure == 0
    }

    /// Runs `body` on a thread of its own, and waits for what it brings without holding a task's thread up.
    ///
    /// - Returns: The value; nil if the machine had no thread left.
    package static func value<Value: Sendable>(
        _ name: StaticString, _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let isStarted = start(name) { continuation.resume(returning: body()) }
            if !isStarted { continuation.resume(returning: nil) }
        }
    }

    /// Lets the calling thread, which does a little often, wait less beside programs that are always busy.
    package static func takeShortTurns() {
        my_docker_network_take_short_turns()
    }

    /// Names the calling thread, for debuggers and ps -L; the kernel cuts the name after 15 bytes.
    package static func nameCurrent(_ name: StaticString) {
        name.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { text in
                my_docker_network_name_thread(text.baseAddress)
            }
        }
    }
}

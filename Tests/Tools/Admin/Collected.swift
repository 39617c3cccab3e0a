#if Admin
    import Synchronization

    /// Texts that come on another thread.
    final class Collected: Sendable {
        private let all = Mutex<[String]>([])

        var texts: [String] { all.withLock(\.self) }

        func add(_ text: String) {
            all.withLock { $0.append(text) }
        }
    }
#endif

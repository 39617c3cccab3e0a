import Foundation
import Synchronization

/// Reads a file over and over on a thread of its own.
enum IsolatedReader {
    /// Everything that was read while the body ran.
    static func read(_ path: String, while body: () throws -> Void) throws -> [[UInt8]] {
        let seen = Mutex<[[UInt8]]>([])
        let isDone = Atomic<Bool>(false)
        let group = DispatchGroup()
        let state = Shared(seen: seen, isDone: isDone)
        let thread = Thread {
            while !state.isDone.load(ordering: .acquiring) {
                let data = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
                state.seen.withLock { $0.append(Array(data)) }
            }
            group.leave()
        }
        group.enter()
        thread.start()
        defer { group.wait() }
        defer { state.isDone.store(true, ordering: .releasing) }
        try body()
        return state.seen.withLock { $0 }
    }

    private final class Shared: Sendable {
        let seen: Mutex<[[UInt8]]>
        let isDone: Atomic<Bool>

        init(seen: consuming Mutex<[[UInt8]]>, isDone: consuming Atomic<Bool>) {
            self.seen = seen
            self.isDone = isDone
        }
    }
}

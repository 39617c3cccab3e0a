internal import DockerNetwork
internal import Synchronization

/// What is to be announced now, for one emitter after another.
final class CurrentRegistrations: Sendable {
    private struct State {
        var latest: [Registration]
        var follower: AsyncStream<[Registration]>.Continuation?
    }

    private let state: Mutex<State>

    /// Begins with these.
    init(_ registrations: [Registration]) {
        state = Mutex(State(latest: registrations))
    }

    /// What is to be announced now, and a stream of what comes after that; it ends the one before.
    func follow() -> (latest: [Registration], changes: AsyncStream<[Registration]>) {
        let (changes, continuation) = AsyncStream.makeStream(
            of: [Registration].self, bufferingPolicy: .bufferingNewest(1))
        return state.withLock { state in
            state.follower?.finish()
            state.follower = continuation
            return (state.latest, changes)
        }
    }

    /// Announces these from now on.
    func replace(_ registrations: [Registration]) {
        state.withLock { state in
            state.latest = registrations
            _ = state.follower?.yield(registrations)
        }
    }
}

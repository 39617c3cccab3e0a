import DockerNetworkSystem

/// A handler that a worker calls when one of its descriptors is ready.
protocol EventHandler: AnyObject {
    /// Does what can be done without waiting.
    func handle(_ events: Epoll.Events, _ worker: Worker)
}

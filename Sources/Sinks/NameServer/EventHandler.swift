import DockerNetworkSystem

/// What a worker does when one of its descriptors is ready.
protocol EventHandler: AnyObject {
    /// Does what can be done without waiting.
    func handle(_ events: Epoll.Events, _ worker: Worker)
}

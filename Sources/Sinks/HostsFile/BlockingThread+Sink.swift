package import DockerNetwork
package import DockerNetworkSystem

extension BlockingThread {
    /// Starts the thread of a sink.
    ///
    /// - Throws: `SinkError` where the machine has no thread left.
    package static func forSink() throws(SinkError) -> BlockingThread {
        do {
            return try BlockingThread("docker-net-sink")
        } catch {
            throw SinkError("cannot start a thread: \(error.reason); raise the limit of threads")
        }
    }
}

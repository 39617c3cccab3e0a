#if RabbitMQManagement || Docker
    import CCurl
    package import DockerNetwork
    package import DockerNetworkConnection

    /// Sleeps in `curl_multi_poll` for a transfer and for new work.
    // Safe: the handle never changes, and of its functions only the one that wakes it is called from
    // several threads, which libcurl allows; all others are called on the connection's thread, but for
    // the cleanup, which comes when nobody else has the sleeper any more.
    package final class TransferSleeper: ConnectionSleeper, @unchecked Sendable {
        /// The handle; only the connection's thread uses it.
        let multi: UnsafeMutableRawPointer

        /// Loads libcurl before its first handle in this process.
        ///
        /// - Throws: `TransportError` with `.unsupported` where there is no libcurl, `.unreachable`
        ///   where memory or file descriptors are short.
        package init() throws(TransportError) {
            if let reason = my_docker_network_curl_load() {
                throw TransportError(
                    .unsupported,
                    "libcurl cannot be loaded (\(String(cString: reason))); install it "
                        + "(Debian's libcurl4)")
            }
            guard let multi = my_docker_network_curl_multi_init() else {
                throw ConnectionThread.shortage(of: "memory or file descriptor", 0)
            }
            self.multi = multi
        }

        deinit {
            my_docker_network_curl_multi_cleanup(multi)
        }

        /// The longest sleep: libcurl takes none that is endless.
        private static let longest: CInt = 3_600_000

        package func sleep(_ wait: ConnectionThread.Wait) {
            let timeout = wait.timeout < 0 ? Self.longest : min(wait.timeout, Self.longest)
            my_docker_network_curl_multi_poll(multi, timeout)
        }

        package func wake() {
            my_docker_network_curl_multi_wakeup(multi)
        }
    }
#endif

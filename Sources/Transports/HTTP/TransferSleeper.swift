#if RabbitMQManagement || Docker
    import CCurl
    package import DockerNetwork
    package import DockerNetworkConnection

    /// Sleeps in `curl_multi_poll` for a transfer and for new work.
    // Safe: the handle never changes, and of its functions only curl_multi_wakeup is called from
    // several threads, which libcurl allows; all others are called on the connection's thread, but for
    // the cleanup, which comes when nobody else has the sleeper any more.
    package final class TransferSleeper: ConnectionSleeper, @unchecked Sendable {
        /// The handle; only the connection's thread uses it.
        let multi: UnsafeMutableRawPointer

        /// - Throws: `TransportError` with `.unreachable` where memory or file descriptors are short.
        package init() throws(TransportError) {
            guard Self.isLibraryReady, let multi = curl_multi_init() else {
                throw ConnectionThread.shortage(of: "memory or file descriptor", 0)
            }
            self.multi = multi
        }

        deinit {
            curl_multi_cleanup(multi)
        }

        /// libcurl is set up once a process, before its first handle.
        private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

        /// The longest sleep: libcurl takes none that is endless.
        private static let longest: CInt = 3_600_000

        package func sleep(_ wait: ConnectionThread.Wait) {
            let timeout = wait.timeout < 0 ? Self.longest : min(wait.timeout, Self.longest)
            curl_multi_poll(multi, nil, 0, timeout, nil)
        }

        package func wake() {
            curl_multi_wakeup(multi)
        }
    }
#endif
